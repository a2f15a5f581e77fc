import type { SymptomProgram } from '../symptom-reading/program.ts';
import { curlCodes } from '../symptom-words/curl-codes.ts';
import { transportTexts } from '../symptom-words/transport-texts.ts';
import type { Wording } from '../symptom-words/wording.ts';

const wordings: readonly Wording[] = [
  {
    example: 'curl: (56) Recv failure: Connection reset by peer',
    pattern: /curl: \((?<curl>\d{1,3})\)(?: (?<transport>[^\n]{1,400}))?/,
    isLast: true,
    says: 'curl ended with this code',
    source: 'curl, docs/libcurl/libcurl-errors.md; seen with curl 7.88.1',
  },
  {
    example: '* Connected to git.example.com (192.0.2.7) port 443 (#0)',
    pattern: /Connected to (?<host>[\w.-]{1,253}) \((?<ip>[\d.]{7,15}|[0-9a-f:]{2,45})\) port (?<port>\d{1,5})/,
    role: 'attempt',
    says: 'which address the connection went to',
    source: 'curl -v, lib/connect.c',
  },
  {
    example: '*   Trying 192.0.2.7:443...',
    pattern: /Trying (?<ip>[\d.]{7,15}|\[[0-9a-f:]{2,45}\])(?::(?<port>\d{1,5}))?\.\.\./,
    role: 'attempt',
    says: 'which address was tried',
    source: 'curl -v, lib/cf-socket.c',
  },
  ...transportTexts,
];

/** curl: its exit code, with the words of its TLS library (OpenSSL, GnuTLS, NSS, Schannel, Secure Transport), and what `-v` prints. */
export const curl: SymptomProgram = {
  id: 'curl',
  name: 'curl',
  title: 'curl',
  log: 'client-log',
  marks: [
    'curl: (',
    'connected to ',
    'trying 0',
    'trying [',
    'ssl_connect',
    'ssl_read',
    'ssl_write',
    'gnutls_handshake',
    'gnutls recv',
    'nss error',
    'ssl read: ',
    'ssl connection timeout',
    'encountered end of file',
    'schannel: ',
    'sslread()',
    'recv failure: ',
    'send failure: ',
    'connect to ',
    'resolve host: ',
    'timed out after 0',
    'timeout after 0',
    'too slow. less',
    'transfer closed with',
    'empty reply from',
    'http/0 stream',
    'http/0 framing',
    'http0 framing',
  ],
  hint: /curl: \(|Connected to |Trying [\d[]|SSL_(?:connect|read|write)|gnutls_handshake|GnuTLS recv|NSS error|SSL read: |SSL connection timeout|Encountered end of file|schannel: |SSLRead\(\)|(?:Recv|Send) failure: |Failed to connect to |connect to \S+ port |resolve host: |timed out after \d|timeout after \d|too slow\. Less|transfer closed with|Empty reply from|HTTP\/2 stream|HTTP\/?2 framing/,
  family: 'transfer',
  windowLines: 12,
  over: 'http',
  speaker: 'originator',
  wordings,
  tables: [
    {
      title: 'Exit codes',
      rows: curlCodes.map(({ code, name, says, source }) => ({ text: `(${code}) ${name}`, says, source })),
    },
  ],
};
