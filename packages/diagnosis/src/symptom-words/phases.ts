/** Where in the life of a connection something happened. */
export const phases = {
  'name-resolution': 'while the host name was looked up',
  connect: 'while the connection was being opened',
  'tls-handshake': 'during the TLS handshake',
  'ssh-banner': 'after the connection was open, before the SSH server had named itself',
  'before-response': 'after the connection was open, before the response began: in the TLS handshake or behind it',
  request: 'while the request was on its way',
  upload: 'in the middle of an upload',
  'waiting-for-response': 'after the request, before the response began',
  download: 'in the middle of a download',
  session: 'while data could flow either way',
  idle: 'on an idle connection, or one taken up again',
  unknown: 'at a moment that the text does not tell',
} as const;

export type Phase = keyof typeof phases;
