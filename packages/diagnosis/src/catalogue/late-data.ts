import { type CatalogueEntry, measured, unknownYet } from './entry.ts';

export const lateData: CatalogueEntry = {
  ...unknownYet,
  seen: [
    {
      text: 'An end sends data although it has acknowledged the FIN of the other; a kind A RST answers, its seq that of the FIN + 1.',
      source: measured,
    },
  ],
  implies: [
    {
      text: 'The program did not look at the end of file that had arrived, or the other end will read no more: it has closed, not only finished sending.',
      source: 'RFC 9293 section 3.6.1',
    },
  ],
  lookAlikes: [
    { cause: 'keep-alive-race', toldBy: "its RST has the FIN's own number, because the FIN had not been seen" },
  ],
  settledBy: [{ text: 'RST.seq = FIN.seq + 1, and no abort counter moves.', source: measured }],
};
