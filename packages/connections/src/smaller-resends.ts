import {
  RECORD_FLAGS,
  RECORD_FROM_RESPONDER,
  RECORD_PAYLOAD_BYTES,
  RECORD_SEQUENCE,
  recordWords,
  type SegmentRecord,
} from '@fivewhys/capture';
import type { Cursor } from './cursor.ts';
import { LargeTries, leastLargeBytes, missingSegmentBytes, mostSegmentBytes } from './large-tries.ts';
import * as at from './layout.ts';
import type { SegmentLog } from './segment-log.ts';

/** That bytes of a large segment are sent again in smaller ones. Records are those of the log. */
export interface SmallerResend {
  /** Who sends: 0 the originator, 1 the responder. */
  readonly direction: number;
  readonly sequence: number;
  readonly largeBytes: number;
  /** Largest segment of the wire. */
  readonly mostBytes: number;
  /** Bytes of the hole, where the large segment itself was not seen; else 0. */
  readonly missingBytes: number;
  /** Since when the large segment is in vain, where that is seen by the hole that it left. */
  readonly missingSinceNs: number;
  /** What the log held before the first smaller segment. */
  readonly before: Int32Array;
  readonly smaller: Int32Array;
  /** How much the sender had sent by then. */
  readonly dataSegments: number;
  readonly payloadBytes: number;
  /** The number after the highest one that was sent by then. */
  readonly sentEnd: number;
  /** Up to here everything was sent again in smaller segments, or was acknowledged without that. */
  resentEnd: number;
  /** Bytes that were acknowledged without having been sent again: they had arrived. */
  arrivedBytes: number;
  /** The first acknowledgment of bytes of the large segment. */
  acknowledgment: Int32Array | undefined;
  /** Everything that had been sent by then is acknowledged. */
  isSettled: boolean;
}

/**
 * Notes the connections that got round a path that takes no large segments: what was sent again and again in a large segment, in vain, is sent in smaller ones, and these are
 * acknowledged. Of each connection the first time is kept, until the connection is let go.
 *
 * It looks only at segments that begin with the first unacknowledged byte and have others behind them, and, as long as it waits for their acknowledgment, at those of the other end.
 */
export class SmallerResends {
  readonly #log: SegmentLog;
  readonly #tries: LargeTries;
  readonly #bySlot = new Map<number, SmallerResend>();

  constructor(log: SegmentLog) {
    this.#log = log;
    this.#tries = new LargeTries(log);
  }

  /** What was noted of a connection, and acknowledged. */
  of(slot: number): SmallerResend | undefined {
    const noted = this.#bySlot.get(slot);
    return noted?.acknowledgment === undefined ? undefined : noted;
  }

  drop(slot: number): void {
    this.#bySlot.delete(slot);
  }

  /** Follows a segment with payload, before the row and the log take note of it. */
  follow(cursor: Cursor, segment: SegmentRecord): void {
    const { words, row, ownState, otherState } = cursor;
    const isFirst = segment.sequence === words[otherState + at.ACKED];
    const isPending = (words[ownState + at.BITS] & at.HALF_RESENT_SMALLER) !== 0;
    if (!isFirst && !isPending) return;
    if (((segment.sequence - words[ownState + at.NEXT]) | 0) >= 0) return;
    const end = (segment.sequence + segment.payloadBytes) | 0;
    const noted = isPending ? this.#bySlot.get(cursor.slot) : undefined;
    if (noted !== undefined && (noted.sequence !== segment.sequence || segment.payloadBytes >= noted.largeBytes)) {
      this.#followPiece(noted, segment, end);
    } else if (isFirst && (isPending || (words[row + at.STATE] & at.STATE_RESENT_SMALLER) === 0)) {
      this.#note(cursor, segment, end);
    }
  }

  /** Follows what the other end acknowledges meanwhile. */
  followAnswer(cursor: Cursor, segment: SegmentRecord): void {
    const noted = this.#bySlot.get(cursor.slot);
    if (noted === undefined || ((segment.acknowledgment - noted.sequence) | 0) <= 0) return;
    noted.acknowledgment ??= recordOf(segment, cursor.direction);
    const isSettled = ((segment.acknowledgment - noted.sentEnd) | 0) >= 0;
    const acknowledged = isSettled ? noted.sentEnd : segment.acknowledgment; // what was sent later arrived or not for itself
    const beyond = (acknowledged - noted.resentEnd) | 0;
    if (beyond > 0) {
      if (beyond >= noted.largeBytes || hasLarge(noted, acknowledged)) {
        this.#forget(cursor);
        return;
      }
      noted.arrivedBytes += beyond;
      noted.resentEnd = acknowledged;
    }
    if (!isSettled) return;
    noted.isSettled = true;
    cursor.words[cursor.otherState + at.BITS] &= ~at.HALF_RESENT_SMALLER;
  }

  #note(cursor: Cursor, segment: SegmentRecord, end: number): void {
    const { words, times, cold, row, slot, own, ownCold, ownState } = cursor;
    if (!canBeResent(cursor)) return;
    const sentEnd = words[ownState + at.NEXT];
    if (((sentEnd - segment.sequence) | 0) < leastLargeBytes || ((end - sentEnd) | 0) >= 0) return;
    const isMissing =
      cold[ownCold + at.HOLE_LEFT] === segment.sequence && cold[ownCold + at.HOLE_RIGHT] !== segment.sequence;
    const missing = isMissing ? missingSegmentBytes(cursor, segment) : 0;
    if (isMissing ? missing === 0 : !this.#tries.precede(cursor, segment)) return;
    const largeBytes = isMissing ? missing : this.#tries.bytes;
    if (!opensWindow(cursor, largeBytes)) return;
    words[row + at.STATE] |= at.STATE_RESENT_SMALLER;
    words[ownState + at.BITS] |= at.HALF_RESENT_SMALLER;
    this.#bySlot.set(slot, {
      direction: cursor.direction,
      sequence: segment.sequence,
      largeBytes,
      mostBytes: Math.max(largeBytes, mostSegmentBytes(cursor)), // the MSS may have been clamped on the way of one SYN alone
      missingBytes: isMissing ? (cold[ownCold + at.HOLE_RIGHT] - segment.sequence) | 0 : 0,
      missingSinceNs: isMissing ? cursor.coldTimes[cursor.ownColdTime + at.HALF_HOLE_INSTANT] : Number.NaN,
      before: this.#log.copy(slot, words[row + at.LOGGED], words[row + at.NEWEST_LOGGED]),
      smaller: recordOf(segment, cursor.direction),
      dataSegments: words[own + at.DATA_SEGMENTS],
      payloadBytes: times[cursor.ownTime + at.HALF_PAYLOAD_BYTES],
      sentEnd,
      resentEnd: end,
      arrivedBytes: 0,
      acknowledgment: undefined,
      isSettled: false,
    });
  }

  /** A further piece. A large one is none: whether it arrives is seen by its acknowledgment. */
  #followPiece(noted: SmallerResend, { sequence, payloadBytes }: SegmentRecord, end: number): void {
    if (payloadBytes >= noted.largeBytes && payloadBytes <= noted.mostBytes) return;
    if (((sequence - noted.resentEnd) | 0) <= 0 && ((end - noted.resentEnd) | 0) > 0) noted.resentEnd = end;
  }

  /** Large ones do arrive. */
  #forget({ words, row, otherState, slot }: Cursor): void {
    this.#bySlot.delete(slot);
    words[otherState + at.BITS] &= ~at.HALF_RESENT_SMALLER;
    words[row + at.STATE] &= ~at.STATE_RESENT_SMALLER;
  }
}

function canBeResent({ words, ownState, otherState }: Cursor): boolean {
  return (
    (words[ownState + at.BITS] & at.HALF_NEXT_KNOWN) !== 0 && (words[otherState + at.BITS] & at.HALF_ACKED_KNOWN) !== 0
  );
}

/** Whether the receiver's window takes the large segment: into one that shrank less is sent. Where its scale is unknown, whether it is open. */
function opensWindow({ words, cold, ownState, other, otherState, otherCold }: Cursor, largeBytes: number): boolean {
  const window = words[other + at.WINDOW];
  const bits = words[ownState + at.BITS] & words[otherState + at.BITS];
  if ((bits & at.HALF_WINDOW_SCALE) !== 0) return window * 2 ** cold[otherCold + at.WINDOW_SCALE] >= largeBytes;
  const isUnscaled = (words[otherState + at.BITS] & (at.HALF_SYN | at.HALF_SYN_ACK)) !== 0;
  return isUnscaled ? window >= largeBytes : window > 0;
}

/** Whether a large segment that was sent before is acknowledged by this number and was not sent again: then large ones do arrive. */
function hasLarge(
  { before, direction, sequence, largeBytes, mostBytes, resentEnd }: SmallerResend,
  acknowledgment: number,
): boolean {
  for (let offset = 0; offset < before.length; offset += recordWords) {
    const payloadBytes = before[offset + RECORD_PAYLOAD_BYTES];
    const end = (before[offset + RECORD_SEQUENCE] + payloadBytes) | 0;
    if (
      ((before[offset + RECORD_FLAGS] & RECORD_FROM_RESPONDER) !== 0) === (direction === 1) &&
      payloadBytes >= largeBytes &&
      payloadBytes <= mostBytes &&
      ((end - sequence) | 0) > 0 &&
      ((end - resentEnd) | 0) > 0 &&
      ((end - acknowledgment) | 0) <= 0
    ) {
      return true;
    }
  }
  return false;
}

function recordOf(segment: SegmentRecord, direction: number): Int32Array {
  const words = segment.kept().slice();
  if (direction === 1) words[RECORD_FLAGS] |= RECORD_FROM_RESPONDER;
  return words;
}
