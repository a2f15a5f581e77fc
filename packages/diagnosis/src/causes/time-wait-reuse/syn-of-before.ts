import type { Connection } from '@fivewhys/connections';

/** The frame of the SYN that began the connection before, if it was captured. */
export function synOfBefore(old: Connection): number[] {
  return old.handshake.synFrame === undefined ? [] : [old.handshake.synFrame];
}
