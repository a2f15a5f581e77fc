import { type CatalogueEntry, measured } from './entry.ts';

export const processKilled: CatalogueEntry = {
  seen: [
    {
      text: 'Several connections of one process end in the same moment: with a kind C RST where bytes were unread, with a FIN in the middle of a body where none were; new SYNs are then refused.',
      source: measured,
    },
  ],
  implies: [
    {
      text: 'The kernel closes the sockets of a process that ends, as if the program had closed them.',
      source: measured,
    },
  ],
  lookAlikes: [
    { cause: 'application-abort', toldBy: 'a program that shuts down in order says so in its log' },
    { cause: 'socket-destroyed', toldBy: 'the port goes on accepting connections' },
    { cause: 'closed-port', toldBy: 'the port had no open connections a minute before' },
    { cause: 'late-data', toldBy: 'no SYN is refused after the FIN' },
    { cause: 'keep-alive-race', toldBy: 'no SYN is refused after the FIN' },
    { cause: 'firewall-reject', toldBy: 'TcpOutRsts stays, or the TTL is that of another host' },
    { cause: 'injected-reset', toldBy: 'the TTL is that of another host' },
    { cause: 'path-mtu-black-hole', toldBy: 'large segments were sent again and never acknowledged' },
    { cause: 'unread-data', toldBy: 'one connection alone, and the process lives on' },
    { cause: 'restart', toldBy: 'the RSTs are of kind A and answer later packets' },
  ],
  settledBy: [
    {
      text: "The end of the process in the host's log (`journalctl -k | grep -i 'killed process'` for lack of memory).",
      source: 'mm/oom_kill.c',
    },
  ],
  remedies: [
    {
      summary:
        'Find what ended the process, and let it stop in order: no new connections first, then finish those that are open',
      commands: [
        "journalctl -k | grep -iE 'killed process|oom-kill'",
        '# systemd: time to finish, and a limit that is noticed before the whole host runs out of memory\nTimeoutStopSec=30\nMemoryHigh=80%',
      ],
      harm: 'a stop takes longer; MemoryHigh slows a process down that goes above it',
      verify: 'a planned stop shows FINs and no RST in a capture, and the log has no "Killed process"',
      undo: 'take the two lines out and run `systemctl daemon-reload`',
      source: 'mm/oom_kill.c; systemd.service(5), TimeoutStopSec; systemd.resource-control(5), MemoryHigh',
    },
  ],
  captures: ['process-killed.pcap'],
};
