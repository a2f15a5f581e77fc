import { type CatalogueEntry, unknownYet } from './entry.ts';

export const tlsFailure: CatalogueEntry = {
  ...unknownYet,
  seen: [
    {
      text: 'A TLS alert, then a FIN or a RST; or a reset during the handshake of TLS ("curl: (35)", SSL_ERROR_SYSCALL, PR_CONNECT_RESET_ERROR).',
      source: 'RFC 8446 section 6; the messages of curl, OpenSSL and Firefox',
    },
  ],
  implies: [
    {
      text: 'The ends did not agree: on a version, a cipher, a certificate or a name; or something between them objects to the name.',
      source: 'RFC 8446 section 6.2',
    },
  ],
  lookAlikes: [
    { cause: 'injected-reset', toldBy: 'no alert, and a RST of no known shape right after the first message' },
    { cause: 'closed-port', toldBy: 'the TCP handshake does not come about' },
  ],
  settledBy: [
    {
      text: '`openssl s_client -connect ADDRESS:PORT -servername NAME` names the alert.',
      source: 'openssl-s_client(1)',
    },
  ],
};
