import { type CatalogueEntry, measured } from './entry.ts';

export const keepaliveDead: CatalogueEntry = {
  seen: [
    {
      text: 'Keep-alive probes go unanswered, then a kind C RST is sent into the void; the program gets ETIMEDOUT.',
      source: measured,
    },
  ],
  implies: [
    { text: 'The other end, or the path to it, is gone, and nobody said so.', source: 'RFC 9293 section 3.8.4' },
  ],
  lookAlikes: [
    { cause: 'idle-timeout', toldBy: 'the other end answers on a new connection: only the state in between is lost' },
    { cause: 'firewall-drop', toldBy: 'new connections are swallowed, too' },
  ],
  behind: [
    {
      cause: 'idle-timeout',
      how: 'a box that forgot the connection drops the probes',
      source: 'Documentation/networking/nf_conntrack-sysctl.rst, nf_conntrack_tcp_timeout_established',
    },
    { cause: 'firewall-drop', how: 'a rule drops the probes or their answers', source: 'RFC 9293 section 3.8.4' },
  ],
  settledBy: [{ text: 'TCPAbortOnTimeout and TCPKeepAlive grow on the end that probed.', source: measured }],
  remedies: [
    {
      summary:
        'Find what swallows the packets: a host that went away, or a box that forgets connections sooner than the first probe comes. Against the latter, probe sooner than it forgets',
      commands: [
        'sysctl -w net.ipv4.tcp_keepalive_time=60    # on the end that probes, below the timer of the box (350 s at AWS, 240 s at Azure)',
      ],
      harm: 'a packet per idle connection and minute; it concerns only programs that turn SO_KEEPALIVE on, and not those that set times of their own',
      verify:
        'the probes are answered in a new capture, and TCPAbortOnTimeout (`nstat -az TcpExtTCPAbortOnTimeout`) stays',
      undo: 'set net.ipv4.tcp_keepalive_time to what it was (7200 where nobody had changed it)',
      source: 'tcp(7), tcp_keepalive_time; AWS and Azure documentation of their load balancers: idle timeouts',
    },
  ],
  captures: ['keepalive-dead-ipv6.pcap'],
};
