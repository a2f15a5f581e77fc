import { type CatalogueEntry, measured } from './entry.ts';

export const restart: CatalogueEntry = {
  seen: [
    {
      text: 'Each old connection gets a kind A RST on its next packet, once, without a FIN, from as far away as before; in between SYNs may be refused; new connections work.',
      source: measured,
    },
  ],
  implies: [
    {
      text: 'The host has no socket for these connections any more: it, or the box that held their state, began anew.',
      source: 'RFC 9293 section 3.10.7.1',
    },
  ],
  lookAlikes: [
    { cause: 'process-killed', toldBy: 'its connections are closed at once' },
    { cause: 'closed-port', toldBy: 'the port never accepts a connection' },
    { cause: 'conntrack-invalid', toldBy: 'the TTL is that of another host' },
    { cause: 'firewall-reject', toldBy: 'TcpOutRsts stays, or the TTL is that of another host' },
    { cause: 'anycast-shift', toldBy: 'the TTL changes, or what had been sent before comes again after the RST' },
    { cause: 'idle-timeout', toldBy: 'only connections that had been silent, and the TTL of another host' },
  ],
  behind: [
    {
      cause: 'idle-timeout',
      how: 'a NAT that has forgotten a connection may translate its next packet anew, to another source port (Linux with nf_conntrack_tcp_loose=1): to the responder that is a packet without a connection, and its RST looks like that of a host that lost its state',
      source:
        'Documentation/networking/nf_conntrack-sysctl.rst, nf_conntrack_tcp_loose; measured with Linux 6.18, IPv4',
    },
  ],
  settledBy: [
    { text: '`uptime` of the host and the start of the process against the instant of the RSTs.', source: measured },
  ],
  remedies: [
    {
      summary:
        'Stop the service in order before its host, container or address goes: no new connections, finish the open ones, then stop',
      commands: [
        '# Kubernetes: time for balancers to notice before the process is told\nlifecycle: { preStop: { exec: { command: ["sleep", "10"] } } }\nterminationGracePeriodSeconds: 60',
        '# systemd: the network goes after the service\nAfter=network-online.target',
      ],
      harm: 'each stop takes longer',
      verify: 'a planned restart shows FINs and no RST of kind A in a capture',
      undo: 'take the lines out again',
      source:
        'Kubernetes documentation, Container Lifecycle Hooks; systemd.special(7), network-online.target (units stop in reverse order)',
    },
    {
      summary:
        'Retry idempotent requests once on a fresh connection: an originator with a pool meets every restart with each of its old connections',
      commands: [
        '# the default of nginx, which needs a second server in the upstream:\nproxy_next_upstream error timeout;',
      ],
      harm: 'a request that is not idempotent may be carried out twice if it is retried, too',
      verify: 'requests on old connections succeed over a restart',
      undo: '`proxy_next_upstream off;`',
      source: 'RFC 9110 section 9.2.2; nginx ngx_http_proxy_module, proxy_next_upstream',
    },
  ],
  captures: ['restart.pcap'],
};
