import { type CatalogueEntry, measured } from './entry.ts';

export const lingerZero: CatalogueEntry = {
  seen: [{ text: 'A kind C RST where a FIN would have come; nothing needs to be unread.', source: measured }],
  implies: [
    {
      text: 'SO_LINGER with a time of 0 turns close() into a reset.',
      source: 'tcp_disconnect and __tcp_close in net/ipv4/tcp.c',
    },
  ],
  lookAlikes: [
    { cause: 'unread-data', toldBy: 'TCPAbortOnClose grows' },
    { cause: 'application-abort', toldBy: "the program's source or log" },
    { cause: 'socket-destroyed', toldBy: 'the program did not close: it gets ECONNABORTED' },
    { cause: 'restart', toldBy: 'its RST is of kind A' },
    { cause: 'injected-reset', toldBy: 'the TTL is that of another host' },
    { cause: 'path-mtu-black-hole', toldBy: 'large segments were sent again and never acknowledged' },
    { cause: 'harmless', toldBy: 'everything had been exchanged: some programs always close so' },
  ],
  settledBy: [{ text: 'TCPAbortOnData and TcpEstabResets grow by one, TCPAbortOnClose does not.', source: measured }],
  remedies: [
    {
      summary: 'Take SO_LINGER 0 out of the program, or let it close so only where nothing can be under way any more',
      commands: [
        '# what asks for it:\ngrep -rnE "SO_LINGER|SetLinger\\(0\\)|setSoLinger\\(true, 0\\)|resetAndDestroy" SOURCE',
        '# nginx: the default\nreset_timedout_connection off;',
      ],
      harm: 'connections that the program closes first stay in TIME_WAIT for 60 s; that is what SO_LINGER 0 is mostly taken for',
      verify: 'TcpEstabResets (`nstat -az TcpEstabResets`) stays, and a new capture shows FINs',
      undo: 'set SO_LINGER again',
      source: 'socket(7), SO_LINGER; nginx ngx_http_core_module, reset_timedout_connection',
    },
  ],
  captures: ['linger-zero-ipv6.pcap'],
};
