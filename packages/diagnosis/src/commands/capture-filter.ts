import type { Connection } from '@fivewhys/connections';

/** A filter for tcpdump that takes both ends. */
export function captureFilter({ originator, responder }: Connection): string {
  return `host ${originator.ip} and host ${responder.ip} and port ${responder.port}`;
}
