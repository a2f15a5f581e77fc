import { type CatalogueEntry, measured, unknownYet } from './entry.ts';

export const restart: CatalogueEntry = {
  ...unknownYet,
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
    { cause: 'anycast-shift', toldBy: 'the TTL changes' },
    { cause: 'idle-timeout', toldBy: 'only connections that had been silent, and the TTL of another host' },
  ],
  settledBy: [
    { text: '`uptime` of the host and the start of the process against the instant of the RSTs.', source: measured },
  ],
};
