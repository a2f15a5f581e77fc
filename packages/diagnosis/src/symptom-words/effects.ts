/** What happened to a connection, as the words of a program tell it. */
export const effects = {
  reset: 'a RST ended the connection',
  refused: 'the attempt to connect was refused',
  'not-connected': 'the connection could not be opened; the text does not tell what answered',
  'timed-out': 'nothing came in time',
  'closed-early': 'the other end closed with a FIN before everything was exchanged',
  'broken-off': 'the connection ended before everything was exchanged; the text does not tell a FIN from a RST',
  'broken-pipe': 'a write met a connection that was already gone',
  unreachable: 'there was no way to the address',
  'handshake-failed': 'the TLS handshake failed on its contents: an alert, a version, a certificate',
  'name-not-found': 'the host name could not be resolved',
  'no-local-port': 'no local address or port was left to connect from',
  'no-backend': 'the proxy had no backend to ask',
  'out-of-resources': 'the speaker had run out of sockets, memory or a limit of its own',
  'protocol-error': 'what came was not what the protocol allows',
  'closed-locally': 'the speaker itself ended it',
  'answered-with-error': 'an error was answered in the protocol, and no connection failed',
  unknown: 'the text does not tell',
} as const;

export type Effect = keyof typeof effects;
