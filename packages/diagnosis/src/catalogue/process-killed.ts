import { type CatalogueEntry, measured, unknownYet } from './entry.ts';

export const processKilled: CatalogueEntry = {
  ...unknownYet,
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
    { cause: 'unread-data', toldBy: 'one connection alone, and the process lives on' },
    { cause: 'restart', toldBy: 'the RSTs are of kind A and answer later packets' },
  ],
  settledBy: [
    {
      text: "The end of the process in the host's log (`journalctl -k | grep -i 'killed process'` for lack of memory).",
      source: 'mm/oom_kill.c',
    },
  ],
};
