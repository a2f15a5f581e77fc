import { type CatalogueEntry, measured, unknownYet } from './entry.ts';

export const socketDestroyed: CatalogueEntry = {
  ...unknownYet,
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
  lookAlikes: [{ cause: 'application-abort', toldBy: 'the program knows of it' }],
  settledBy: [{ text: "ECONNABORTED in the program's log at that instant.", source: measured }],
};
