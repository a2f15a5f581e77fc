import { type CatalogueEntry, measured, unknownYet } from './entry.ts';

export const injectedReset: CatalogueEntry = {
  ...unknownYet,
  seen: [
    {
      text: 'A RST of none of the shapes that a host makes: TTL, DF, IP ID or window off the stream, timestamps missing on a RST+ACK, several RSTs with advancing numbers, an arrival before the responder could have answered.',
      source: measured,
    },
    { text: 'The real response may arrive after it.', source: measured },
  ],
  implies: [
    {
      text: 'Something on the path made it in the name of an end.',
      source: 'Sundara Raman and others, "Global, Passive Detection of Connection Tampering", SIGCOMM 2023',
    },
  ],
  lookAlikes: [
    { cause: 'firewall-reject', toldBy: 'the shape is A or B' },
    { cause: 'application-abort', toldBy: 'the sender is no Linux: Windows, a balancer, an appliance' },
  ],
  settledBy: [
    {
      text: 'A capture at the alleged sender: a RST that it never sent was made in between. A RST without window and timestamps alone is no sign: every kind A has neither.',
      source: measured,
    },
  ],
};
