import type { Connection, Reset } from '@fivewhys/connections';

/** Whether a connection came to the capture without its beginning, and the end that reset it had said nothing in it: as at the machine that packets reach after a shift. */
export function beganElsewhere({ handshake }: Connection, { before, from }: Reset): boolean {
  return handshake.synFrame === undefined && handshake.synAckFrame === undefined && before[from].segments === 0;
}
