import type { Connection, Side } from '@fivewhys/connections';

/** Round trip from the vantage to the end that answers there, by the handshake. */
export function roundTripNs({ handshake }: Connection, to: Side): number | undefined {
  return to === 'responder' ? handshake.synToSynAckNs : handshake.synAckToAckNs;
}
