import type { Connection, Reset } from '@fivewhys/connections';

/** Whether the RST came between the SYN and the SYN-ACK, as in an attempt that met an older connection. */
export function isBeforeSynAck({ handshake: { synFrame, synAckFrame } }: Connection, { frame }: Reset): boolean {
  return synFrame !== undefined && synFrame < frame && synAckFrame !== undefined && synAckFrame > frame;
}
