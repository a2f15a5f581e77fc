import { ACK, FIN, type SegmentRecord, SYN } from '@fivewhys/capture';
import type { Cursor } from './cursor.ts';
import * as at from './layout.ts';

/**
 * Follows a segment of which only the flags are known: what order and flags tell, in place of `trackSequence` and `trackAcknowledgment`. Nothing is counted as sent
 * again, skipped or acknowledged.
 */
export function trackFlags(cursor: Cursor, { flags, frame, instantNs }: SegmentRecord): void {
  const { words, cold, coldRow, ownState, otherState } = cursor;
  if ((flags & (ACK | SYN)) !== ACK) return;
  const otherBits = words[otherState + at.BITS];
  const isFirstOfOriginator = cursor.direction === 0 && cold[coldRow + at.HANDSHAKE_ACK_FRAME] === 0;
  if (isFirstOfOriginator && (otherBits & at.HALF_SYN_ACK) !== 0) {
    cold[coldRow + at.HANDSHAKE_ACK_FRAME] = frame;
    cursor.coldTimes[cursor.coldTime + at.HANDSHAKE_ACK_INSTANT] = instantNs;
  }
  if ((flags & FIN) === 0 && isOddAnswer(cursor, otherBits)) {
    if (cold[coldRow + at.ODD_ACKS] === 0) cold[coldRow + at.ODD_ACK_FRAME] = frame;
    cold[coldRow + at.ODD_ACKS] += 1;
  }
  const bothFins = words[ownState + at.BITS] & otherBits & at.HALF_FIN;
  if (bothFins !== 0) words[cursor.row + at.STATE] |= at.STATE_CLOSED;
}

/** A bare ACK as the answer to an originator that has sent nothing but SYNs. */
function isOddAnswer({ words, cold, ownState, other, otherCold }: Cursor, otherBits: number): boolean {
  return (
    (otherBits & at.HALF_SYN) !== 0 &&
    (words[ownState + at.BITS] & (at.HALF_SYN | at.HALF_SYN_ACK)) === 0 &&
    words[other + at.SEGMENTS] === cold[otherCold + at.SYNS]
  );
}

/**
 * Whether a SYN without a known number begins another connection on the same 4-tuple: its sender had gone on from its SYN, or one of the ends had sent a RST. A SYN
 * behind nothing but SYNs is the same one sent again.
 */
export function beginsAnother({ words, cold, own, ownCold, otherCold }: Cursor): boolean {
  return (
    words[own + at.SEGMENTS] > cold[ownCold + at.SYNS] ||
    cold[ownCold + at.RESETS] > 0 ||
    cold[otherCold + at.RESETS] > 0
  );
}
