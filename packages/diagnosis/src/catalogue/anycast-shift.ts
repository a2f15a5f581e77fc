import { type CatalogueEntry, measured, unknownYet } from './entry.ts';

export const anycastShift: CatalogueEntry = {
  ...unknownYet,
  seen: [
    {
      text: 'A kind A RST answers an ordinary segment, its TTL is not that of the SYN-ACK and the data, there was no silence and no odd packet before; a new connection works.',
      source: measured,
    },
  ],
  implies: [
    {
      text: 'Packets of one connection reached two machines behind one address: split packet by packet, or by a change of route. It is rare: look at firewalls and the path MTU first, unless the TTLs say otherwise.',
      source: measured,
    },
  ],
  lookAlikes: [
    { cause: 'injected-reset', toldBy: 'the shape is not A' },
    { cause: 'restart', toldBy: 'the TTL is the same, and all connections are reset once' },
    { cause: 'conntrack-invalid', toldBy: 'the RST comes from nearer, after an odd packet' },
  ],
  settledBy: [
    {
      text: 'A SYN-ACK and data with different TTLs, two IP ID sequences or two timestamp clocks from one address. Machines at equal distance can not be told apart from one vantage.',
      source: measured,
    },
  ],
};
