/** How long a box on the way remembers a connection on which nothing is sent, as its maker documents it. Only figures that were looked up stand here. */
export interface KnownTimer {
  readonly box: string;
  readonly seconds: number;
  /** What it does with what comes afterwards, where its maker says so. */
  readonly afterwards?: string;
  readonly source: string;
}

export const knownTimers: readonly KnownTimer[] = [
  {
    box: 'AWS Application Load Balancer (default)',
    seconds: 60,
    source: 'AWS, Elastic Load Balancing, idle_timeout.timeout_seconds',
  },
  {
    box: 'Azure Load Balancer (default)',
    seconds: 240,
    afterwards: 'silent, a RST only where it was enabled',
    source: 'Microsoft, Load Balancer TCP reset and idle timeout',
  },
  {
    box: 'Azure NAT Gateway (default)',
    seconds: 240,
    afterwards: 'a RST',
    source: 'Microsoft, NAT Gateway resource, idle timeout timers',
  },
  {
    box: 'Azure Firewall, towards the internet',
    seconds: 240,
    source: 'Microsoft, Azure Firewall, long-running TCP sessions',
  },
  {
    box: 'AWS Network Load Balancer (default)',
    seconds: 350,
    source: 'AWS, "Introducing NLB TCP configurable idle timeout" (2024)',
  },
  {
    box: 'AWS Network Firewall (default)',
    seconds: 350,
    afterwards: 'packets are dropped',
    source: 'AWS, Network Firewall API, FlowTimeouts, TcpIdleTimeoutSeconds',
  },
  {
    box: 'AWS NAT gateway',
    seconds: 350,
    source: 'AWS, Implementing long-running TCP connections within VPC networking',
  },
  {
    box: 'Google Cloud VPC firewall',
    seconds: 600,
    afterwards: 'packets from outside are dropped until one leaves',
    source: 'Google, Compute Engine, troubleshooting: connection tracking for 10 minutes',
  },
  {
    box: 'Google Cloud NAT (default)',
    seconds: 1200,
    source: 'Google, Cloud NAT, tune NAT configuration, tcp-established-idle-timeout',
  },
  { box: 'Linux conntrack (default)', seconds: 432_000, source: 'Documentation/networking/nf_conntrack-sysctl.rst' },
];
