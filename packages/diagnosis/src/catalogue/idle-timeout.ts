import { type CatalogueEntry, measured } from './entry.ts';

export const idleTimeout: CatalogueEntry = {
  seen: [
    {
      text: 'After a silence the next packet is answered by a kind A RST with the TTL of a nearer box, or by nothing; shorter silences passed.',
      source: measured,
    },
    {
      text: 'Beyond a NAT that picks connections up in the middle (Linux, nf_conntrack_tcp_loose=1) the next packet comes from another source port, without SYN and with the numbers of the silent connection, and the responder itself resets it.',
      source: measured,
    },
    { text: 'The timer lies between the longest silence that lived and the shortest that died.', source: measured },
  ],
  implies: [
    {
      text: 'A NAT, firewall or balancer forgot the connection; the end behind it keeps it ESTABLISHED for ever.',
      source: measured,
    },
    {
      text: 'AWS Network Load Balancer: 350 s by default.',
      source: 'AWS, Elastic Load Balancing, update the TCP idle timeout',
    },
    {
      text: 'AWS Application Load Balancer: 60 s by default.',
      source: 'AWS, Elastic Load Balancing, idle_timeout.timeout_seconds',
    },
    { text: 'AWS NAT gateway: 350 s.', source: 'AWS, Implementing long-running TCP connections within VPC networking' },
    {
      text: 'Azure Load Balancer: 4 minutes by default, silently; a RST only where it was enabled.',
      source: 'Microsoft, Load Balancer TCP reset and idle timeout',
    },
    {
      text: 'Azure NAT Gateway: 4 minutes by default, then a RST.',
      source: 'Microsoft, NAT Gateway resource, idle timeout timers',
    },
    {
      text: 'AWS Network Firewall: 350 s by default, then packets are dropped.',
      source: 'AWS, Network Firewall API, FlowTimeouts, TcpIdleTimeoutSeconds',
    },
    {
      text: 'Google Cloud NAT: 1200 s by default.',
      source: 'Google, Cloud NAT, tune NAT configuration, tcp-established-idle-timeout',
    },
    {
      text: 'Linux conntrack: 432,000 s for established connections.',
      source: 'Documentation/networking/nf_conntrack-sysctl.rst',
    },
  ],
  lookAlikes: [
    { cause: 'conntrack-invalid', toldBy: 'no silence, but an odd packet before' },
    { cause: 'restart', toldBy: "busy connections are reset, too, with the responder's own TTL" },
    { cause: 'keep-alive-race', toldBy: 'a FIN came before' },
    { cause: 'firewall-reject', toldBy: 'new connections are rejected, too' },
    { cause: 'firewall-drop', toldBy: 'new connections are swallowed, too' },
    { cause: 'path-mtu-black-hole', toldBy: 'only large packets are lost' },
  ],
  settledBy: [{ text: 'The silences of all connections side by side: they part at one length.', source: measured }],
  remedies: [
    {
      summary: 'Send keep-alives more often than the shortest timer on the way',
      commands: [
        '# for programs that set SO_KEEPALIVE:\nsysctl -w net.ipv4.tcp_keepalive_time=120 net.ipv4.tcp_keepalive_intvl=30',
      ],
      harm: 'a little traffic on idle connections; dead peers are noticed sooner, also during short failures of the network',
      verify: 'connections that were silent for longer than the timer live on in a new capture',
      undo: '`sysctl -w net.ipv4.tcp_keepalive_time=7200 net.ipv4.tcp_keepalive_intvl=75`',
      source: 'Documentation/networking/ip-sysctl.rst, tcp_keepalive_time',
    },
  ],
  captures: ['idle-timeout-rst.pcap', 'idle-timeout-silent.pcap', 'idle-timeout-snat.pcap'],
};
