/**
 * The ids of the catalogue, a public contract: an id is never given another meaning. What is concluded today is what has a file in `causes/`;
 * the others are named as look-alikes only (docs/causes.md keeps both lists).
 */
export const catalogue = {
  'time-wait-reuse': 'a SYN ran into a TIME_WAIT socket',
  'closed-port': 'nobody listens on the port',
  'keep-alive-race': "a request crossed the responder's FIN",
  'late-data': 'data was sent after the other end had closed',
  'unread-data': 'a socket was closed with data unread',
  'linger-zero': 'a program closed with SO_LINGER 0',
  'process-killed': 'a process ended with connections open',
  'socket-destroyed': 'an operator or agent destroyed the socket (ss -K)',
  'application-abort': 'the program aborted the connection, for a reason that can not be told',
  'client-abort': 'the originator gave up',
  restart: 'the service was restarted or lost its state',
  'half-open': 'one end had forgotten the connection',
  'keepalive-dead': 'keep-alive probes went unanswered',
  'firewall-reject': 'a firewall rejected it',
  'firewall-drop': 'a firewall dropped it',
  'conntrack-table-full': 'the connection tracking table was full',
  'idle-timeout': 'a NAT, firewall or balancer forgot an idle connection',
  'path-mtu-black-hole': 'large packets vanish and nobody says so',
  'injected-reset': 'something on the path forged the RST',
  'anycast-shift': 'packets of one connection reached two edges',
  'conntrack-invalid': 'connection tracking called a packet INVALID and NAT let it through to the wrong host',
  'backlog-overflow': 'the accept queue overflowed',
  'ssh-max-startups': 'sshd refused more unauthenticated connections',
  'tls-failure': 'the TLS handshake failed',
  'connection-churn': 'one connection per request',
  harmless: 'nothing was lost',
  undetermined: 'no cause fits the evidence',
} as const;

export type CauseId = keyof typeof catalogue;

export const causeIds = Object.keys(catalogue) as CauseId[];
