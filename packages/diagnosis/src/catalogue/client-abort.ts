import { type CatalogueEntry, measured, unknownYet } from './entry.ts';

export const clientAbort: CatalogueEntry = {
  ...unknownYet,
  seen: [{ text: 'A kind C RST from the originator.', source: measured }],
  implies: [
    {
      text: "The originator's program gave up: a time-out, a cancelled request, the slower of two attempts to connect.",
      source: 'RFC 8305 section 5 (Happy Eyeballs): the connections that lose are closed',
    },
  ],
  lookAlikes: [
    { cause: 'harmless', toldBy: 'the response was complete' },
    { cause: 'keepalive-dead', toldBy: 'keep-alive probes went unanswered before' },
  ],
  settledBy: [{ text: "The originator's log: a time-out of just that length.", source: measured }],
};
