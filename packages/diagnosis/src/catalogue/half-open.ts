import { type CatalogueEntry, measured, unknownYet } from './entry.ts';

export const halfOpen: CatalogueEntry = {
  ...unknownYet,
  seen: [
    {
      text: 'A SYN on a 4-tuple that the responder still holds open is answered by a challenge ACK; the originator resets that (kind A), and its SYN, 10 ms later, is accepted.',
      source: measured,
    },
  ],
  implies: [
    {
      text: 'A SYN in a synchronized state is answered by a challenge ACK, whatever its number.',
      source: 'RFC 5961 section 4',
    },
  ],
  lookAlikes: [
    { cause: 'time-wait-reuse', toldBy: 'both FINs were exchanged before, the ACK has IP ID 0, and no counter moves' },
  ],
  settledBy: [{ text: 'TCPSYNChallenge and TCPChallengeACK grow on the responder.', source: measured }],
};
