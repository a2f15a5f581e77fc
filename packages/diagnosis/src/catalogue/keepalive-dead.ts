import { type CatalogueEntry, measured, unknownYet } from './entry.ts';

export const keepaliveDead: CatalogueEntry = {
  ...unknownYet,
  seen: [
    {
      text: 'Keep-alive probes go unanswered, then a kind C RST is sent into the void; the program gets ETIMEDOUT.',
      source: measured,
    },
  ],
  implies: [
    { text: 'The other end, or the path to it, is gone, and nobody said so.', source: 'RFC 9293 section 3.8.4' },
  ],
  lookAlikes: [
    { cause: 'idle-timeout', toldBy: 'the other end answers on a new connection: only the state in between is lost' },
    { cause: 'firewall-drop', toldBy: 'new connections are swallowed, too' },
  ],
  settledBy: [{ text: 'TCPAbortOnTimeout and TCPKeepAlive grow on the end that probed.', source: measured }],
};
