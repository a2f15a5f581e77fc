import { type CatalogueEntry, unknownYet } from './entry.ts';

const effect = 'RFC 5961 section 3.2; RFC 9293 section 3.10.7';

export const harmless: CatalogueEntry = {
  ...unknownYet,
  seen: [
    {
      text: 'A RST that its receiver did not act on; or one that came when everything had been exchanged, or when the originator had closed with the last word of the responder in hand, or when the originator had acknowledged a whole HTTP/1 answer and resets, or is reset behind one that said Connection: close; or on a connection that carried nothing; or as the answer to a SYN-ACK that was not asked for (backscatter), or to a scan.',
      source: effect,
    },
  ],
  implies: [
    {
      text: 'No program lost data by it. A RST after the last byte is how SO_LINGER 0 and browsers close.',
      source: effect,
    },
  ],
  lookAlikes: [{ cause: 'client-abort', toldBy: 'the capture does not show that everything had been exchanged' }],
  settledBy: [
    {
      text: 'The FIN of the end that had data to send, acknowledged before the RST; or the Content-Length of the answer, reached and acknowledged; or the connection that lives on after it.',
      source: effect,
    },
  ],
  captures: ['harmless-rst-after-close.pcap', 'ignored-rst.pcap'],
};
