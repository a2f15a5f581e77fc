import { ACK, SYN } from '@fivewhys/capture';
import { type Connection, distance, type KeptSegment, type Reset } from '@fivewhys/connections';
import { count, duration } from '../phrases.ts';

/** Linux advances its initial sequence numbers by one each 64 ns (net/core/secure_seq.c, seq_scale). */
const isnTickNs = 64;
/** How far a second number of the same host may lie off that clock. */
const clockSlack = 0.05;

/** Two SYN-ACKs to one SYN whose numbers no clock of one host joins. */
export interface TwoSynAcks {
  readonly frames: readonly number[];
  readonly because: string;
}

/** A host that answers a repeated SYN has its first number yet, or one of its clock; another machine has one of its own (RFC 6528). */
export function twoSynAcks({ segments }: Connection, { frame, from }: Reset): TwoSynAcks | undefined {
  const synAcks = segments.filter(
    (segment) => segment.frame < frame && segment.from === from && (segment.flags & (SYN | ACK)) === (SYN | ACK),
  );
  const [first] = synAcks;
  if (first === undefined) return undefined;
  const second = synAcks.find(
    ({ sequence, acknowledgment }) => sequence !== first.sequence && acknowledgment === first.acknowledgment,
  );
  if (second === undefined || isOfOneClock(first, second)) return undefined;
  const ahead = distance(second.sequence, first.sequence);
  return {
    frames: [first.frame, second.frame],
    because: `two SYN-ACKs to one SYN (ack ${first.acknowledgment}): seq ${first.sequence}, window ${first.window}, and ${duration(second.instantNs - first.instantNs)} later seq ${second.sequence}, window ${second.window}: ${count(Math.abs(ahead))} ${ahead > 0 ? 'ahead' : 'back'}, which no clock of one host explains`,
  };
}

function isOfOneClock(first: KeptSegment, second: KeptSegment): boolean {
  const ticks = (second.instantNs - first.instantNs) / isnTickNs;
  const advance = (second.sequence - first.sequence) >>> 0;
  return Math.abs(advance - (ticks % 2 ** 32)) <= ticks * clockSlack + 2 ** 16;
}
