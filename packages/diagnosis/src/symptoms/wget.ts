import type { SymptomProgram } from '../symptom-reading/program.ts';
import type { Wording } from '../symptom-words/wording.ts';

const source = 'wget, src/http.c and src/connect.c; seen with wget 1.21.3';

const wordings: readonly Wording[] = [
  {
    example: 'Connecting to dl.example.com (dl.example.com)|192.0.2.7|:443... failed: Connection refused.',
    pattern:
      /Connecting to (?<host>[\w.-]{1,253}|\[[0-9a-f:]{2,45}\])(?: \([^)\n]{1,253}\))?(?:\|(?<ip>[0-9a-f.:]{2,45})\|)?:(?<port>\d{1,5})\.\.\. failed: (?<error>[^\n]{3,120})/,
    effectWeight: 3,
    phase: 'connect',
    phaseWeight: 3,
    phaseBecause: 'connect() failed',
    says: 'connect() failed',
    source,
  },
  {
    example: 'Connecting to dl.example.com (dl.example.com)|192.0.2.7|:443... connected.',
    pattern:
      /Connecting to (?<host>[\w.-]{1,253}|\[[0-9a-f:]{2,45}\])(?: \([^)\n]{1,253}\))?(?:\|(?<ip>[0-9a-f.:]{2,45})\|)?:(?<port>\d{1,5})\.\.\. connected/,
    role: 'attempt',
    says: 'which address the connection went to',
    source,
  },
  {
    example: 'HTTP request sent, awaiting response... Read error (Connection reset by peer) in headers.',
    pattern: /Read error \((?<error>[^)\n]{3,120})\) in headers/,
    phase: 'waiting-for-response',
    phaseWeight: 3,
    phaseBecause: 'the headers of the response were awaited',
    says: 'reading the headers of the response failed',
    source,
  },
  {
    example: 'HTTP request sent, awaiting response... No data received.',
    pattern: /awaiting response\.\.\. No data received/,
    effect: 'closed-early',
    phase: 'waiting-for-response',
    phaseWeight: 3,
    phaseBecause: 'the headers of the response were awaited',
    says: 'a FIN came instead of a response',
    source,
  },
  {
    example: '2026-03-01 10:00:00 (1.10 MB/s) - Read error at byte 5/100000 (Connection reset by peer). Giving up.',
    pattern: /Read error at byte (?<received>\d{1,19})(?:\/(?<expected>\d{1,19}))? \((?<error>[^)\n]{3,120})\)/,
    effect: 'broken-off',
    effectWeight: 1,
    phase: 'download',
    phaseWeight: 3,
    phaseBecause: 'part of the body had come',
    says: 'reading the body of the response failed',
    source,
  },
  {
    example: '2026-03-01 10:00:00 (1.04 MB/s) - Connection closed at byte 5. Giving up.',
    pattern: /Connection closed at byte (?<received>\d{1,19})/,
    effect: 'closed-early',
    phase: 'download',
    phaseWeight: 3,
    phaseBecause: 'part of the body had come',
    says: 'a FIN came before the promised end of the body',
    source,
  },
  {
    example: 'GnuTLS: Error in the pull function.',
    pattern: /GnuTLS: Error in the (?:pull|push) function/,
    effect: 'broken-off',
    says: 'the socket failed under the TLS connection: mostly a RST',
    source: 'GnuTLS, GNUTLS_E_PULL_ERROR; seen with wget 1.21.3 for a RST in the handshake',
  },
  {
    example: 'GnuTLS: The TLS connection was non-properly terminated.',
    pattern: /GnuTLS: The TLS connection was non-properly terminated/,
    effect: 'closed-early',
    says: 'a FIN came without the end of the TLS session',
    source: 'GnuTLS, GNUTLS_E_PREMATURE_TERMINATION; seen with wget 1.21.3 for a FIN in the handshake',
  },
  {
    example: 'Unable to establish SSL connection.',
    pattern: /Unable to establish SSL connection/,
    effect: 'broken-off',
    effectWeight: 1,
    phase: 'tls-handshake',
    phaseWeight: 3,
    phaseBecause: 'wget says so of the TLS handshake',
    says: 'the TLS handshake did not come to its end',
    source,
  },
  {
    example: "wget: unable to resolve host address 'dl.example.com'",
    pattern: /wget: unable to resolve host address ['‘"](?<host>[\w.-]{1,253})/,
    effect: 'name-not-found',
    phase: 'name-resolution',
    phaseWeight: 3,
    phaseBecause: 'the name was not found',
    says: 'the host name could not be resolved',
    source,
  },
];

/** GNU wget. */
export const wget: SymptomProgram = {
  id: 'wget',
  name: 'wget',
  title: 'wget',
  log: 'client-log',
  hint: /Connecting to .{1,400}\.\.\. |Read error |No data received|Connection closed at byte|GnuTLS: |establish SSL|unable to resolve host address/,
  family: 'wget',
  windowLines: 8,
  over: 'http',
  speaker: 'originator',
  wordings,
  tables: [],
};
