import { type CatalogueEntry, measured } from './entry.ts';

export const backlogOverflow: CatalogueEntry = {
  seen: [
    {
      text: "By default no RST: the SYN-ACK is repeated after the originator's data, and that data is not acknowledged.",
      source: measured,
    },
    {
      text: "With tcp_abort_on_overflow=1: a kind A RST one round trip after the handshake, its seq the responder's ISN + 1, before any data.",
      source: measured,
    },
  ],
  implies: [
    {
      text: 'The program accepts connections more slowly than they come, and the queue (the smaller of its backlog and somaxconn) is full.',
      source: 'Documentation/networking/ip-sysctl.rst, somaxconn (4096 since Linux 5.4, 128 before)',
    },
  ],
  lookAlikes: [
    { cause: 'firewall-drop', toldBy: 'the SYN gets no answer at all' },
    { cause: 'anycast-shift', toldBy: 'the TTL differs, or the SYN-ACK comes again after the RST' },
    { cause: 'restart', toldBy: 'no later connection to the port is accepted' },
    { cause: 'linger-zero', toldBy: 'the RST is of kind C' },
  ],
  behind: [
    {
      cause: 'connection-churn',
      how: 'a connection for each request fills the accept queue sooner',
      source: 'listen(2)',
    },
  ],
  settledBy: [
    {
      text: 'ListenOverflows and ListenDrops grow; `ss -ltn` shows Recv-Q above Send-Q for the listener.',
      source: measured,
    },
  ],
  remedies: [
    {
      summary: 'Accept faster: more workers, nothing slow in the loop that accepts. A longer queue only covers bursts',
      commands: [
        "ss -ltn 'sport = :PORT'",
        'sysctl -w net.core.somaxconn=8192',
        '# and the backlog of the program, for instance: listen 80 backlog=8192;',
      ],
      harm: 'requests wait in a longer queue, perhaps longer than their clients',
      verify: '`nstat -az TcpExtListenOverflows` stays',
      undo: 'write the previous values back and restart the program',
      source: 'Documentation/networking/ip-sysctl.rst, somaxconn; listen(2)',
    },
  ],
  captures: ['backlog-overflow-abort.pcap', 'backlog-overflow.pcap'],
};
