import { aroundIt } from '../commands/journal-window.ts';
import { type CatalogueEntry, measured } from './entry.ts';

export const socketDestroyed: CatalogueEntry = {
  seen: [
    {
      text: 'A kind C RST in the middle of an open connection; the program itself gets ECONNABORTED.',
      source: measured,
    },
  ],
  implies: [
    {
      text: 'Someone destroyed the socket from outside of the program: `ss -K`, or an agent that does the same.',
      source: 'tcp_abort in net/ipv4/tcp.c; ss(8), --kill',
    },
  ],
  lookAlikes: [
    { cause: 'application-abort', toldBy: 'the program knows of it, and one program serves all the ports' },
    { cause: 'process-killed', toldBy: 'the port refuses new connections afterwards' },
    { cause: 'restart', toldBy: 'its RST is of kind A' },
    { cause: 'injected-reset', toldBy: 'the TTL is that of another host' },
    { cause: 'path-mtu-black-hole', toldBy: 'large segments were sent again and never acknowledged' },
  ],
  settledBy: [
    { text: "ECONNABORTED in the program's log at that instant.", source: measured },
    {
      text: 'The tracepoint `tcp:tcp_send_reset`: it fires in the process of `ss` or the agent, not in the program. Its reason is TCP_STATE (Linux 6.10 or later), as it is for SO_LINGER 0.',
      source: 'tcp_abort in net/ipv4/tcp.c; measured with Linux 6.18',
    },
  ],
  remedies: [
    {
      summary: 'Find who destroys sockets, and let him match less, or drain connections first',
      commands: [
        `journalctl ${aroundIt} | grep -E 'ss .*(-K|--kill)|conntrack -D|killcx|tcpkill'`,
        '# prints with each RST the process in which it was sent, while it happens: `ss` or an agent where that destroyed the socket\nperf record -a -e tcp:tcp_send_reset -- sleep 60; perf script',
      ],
      harm: 'connections to a backend that is gone then live until their own time-outs',
      verify: 'no further RSTs of several ports in the same moment',
      undo: 'let the agent destroy sockets again',
      source: 'ss(8), --kill; include/trace/events/tcp.h, tcp_send_reset',
    },
  ],
  captures: ['socket-destroyed.pcap', 'socket-destroyed-alone.pcap'],
};
