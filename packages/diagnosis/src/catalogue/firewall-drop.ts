import { type CatalogueEntry, measured, unknownYet } from './entry.ts';

export const firewallDrop: CatalogueEntry = {
  ...unknownYet,
  seen: [
    {
      text: 'SYNs are repeated and nothing ever comes back, no RST and no ICMP; or an open connection falls silent in one direction.',
      source: measured,
    },
  ],
  implies: [{ text: 'Something on the way discards the packets without a word.', source: measured }],
  lookAlikes: [
    { cause: 'conntrack-table-full', toldBy: '"nf_conntrack: table full" in the kernel log, and the drop counter' },
    { cause: 'backlog-overflow', toldBy: 'ListenOverflows grows on the responder' },
    { cause: 'path-mtu-black-hole', toldBy: 'small packets pass' },
  ],
  settledBy: [
    { text: 'A second capture behind the suspect: the SYN leaves here and does not arrive there.', source: measured },
  ],
};
