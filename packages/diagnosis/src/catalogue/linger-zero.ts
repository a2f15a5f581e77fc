import { type CatalogueEntry, measured, unknownYet } from './entry.ts';

export const lingerZero: CatalogueEntry = {
  ...unknownYet,
  seen: [{ text: 'A kind C RST where a FIN would have come; nothing needs to be unread.', source: measured }],
  implies: [
    {
      text: 'SO_LINGER with a time of 0 turns close() into a reset.',
      source: 'tcp_disconnect and __tcp_close in net/ipv4/tcp.c',
    },
  ],
  lookAlikes: [
    { cause: 'unread-data', toldBy: 'TCPAbortOnClose grows' },
    { cause: 'harmless', toldBy: 'everything had been exchanged: some programs always close so' },
  ],
  settledBy: [{ text: 'TCPAbortOnData and TcpEstabResets grow by one, TCPAbortOnClose does not.', source: measured }],
};
