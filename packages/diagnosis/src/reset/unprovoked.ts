import { FIN, SYN } from '@fivewhys/capture';
import { type Connection, distance, type KeptSegment, type Reset } from '@fivewhys/connections';
import { duration } from '../phrases.ts';

/** A RST that answers nothing: all that it could answer had arrived, and was acknowledged, before it came. */
export interface Unprovoked {
  /** What it would have to answer. */
  readonly arrived: KeptSegment;
  /** The acknowledgment of that. */
  readonly acknowledged: KeptSegment;
  readonly because: string;
}

/**
 * Whether a RST in the shape of an answer (kind A: its seq is the ack of a segment) came although nothing was left to answer: the last that the other end had sent was
 * acknowledged before. A host without a socket, and a REJECT rule, send a RST only when a segment comes (tcp_v4_send_reset, nf_send_reset), at once, and instead of taking it.
 */
export function unprovoked(connection: Connection, reset: Reset): Unprovoked | undefined {
  if (reset.kind !== 'A' || !connection.numbersKnown || reset.provokedBy === undefined) return undefined;
  const before = connection.segments.filter(({ frame }) => frame < reset.frame);
  const arrived = before.findLast(({ from }) => from !== reset.from);
  if (arrived?.frame !== reset.provokedBy) return undefined;
  const bytes = arrived.payloadBytes + ((arrived.flags & (SYN | FIN)) === 0 ? 0 : 1);
  if (bytes === 0) return undefined;
  const acknowledged = before.find(
    ({ frame, from, acknowledgment }) =>
      frame > arrived.frame && from === reset.from && distance(acknowledgment, arrived.sequence) >= bytes,
  );
  if (acknowledged === undefined) return undefined;
  return {
    arrived,
    acknowledged,
    because: `the last segment that it could answer (frame ${arrived.frame}) had been acknowledged ${duration(reset.instantNs - acknowledged.instantNs)} before it (frame ${acknowledged.frame})`,
  };
}
