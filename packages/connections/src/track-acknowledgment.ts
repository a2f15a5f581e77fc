import { FIN, type SegmentRecord, SYN } from '@fivewhys/capture';
import type { Cursor } from './cursor.ts';
import * as at from './layout.ts';
import { mostPlausibleJump } from './track-sequence.ts';

/** Follows what the sender acknowledges, and what that says about the other half. Call it after `trackSequence`. */
export function trackAcknowledgment(cursor: Cursor, segment: SegmentRecord): void {
  const { words, ownState, otherState } = cursor;
  const { acknowledgment } = segment;
  const bits = words[ownState + at.BITS];
  if ((bits & at.HALF_ACKED_KNOWN) === 0) {
    words[ownState + at.BITS] = bits | at.HALF_ACKED_KNOWN;
    words[ownState + at.ACKED] = acknowledgment;
    noteHandshakeAck(cursor, segment);
  } else {
    const advance = (acknowledgment - words[ownState + at.ACKED]) | 0;
    if (advance > 0) words[ownState + at.ACKED] = acknowledgment;
    else if (advance === 0 && segment.payloadBytes === 0 && (segment.flags & (SYN | FIN)) === 0) {
      cursor.cold[cursor.ownCold + at.DUPLICATE_ACKS] += 1;
    }
  }
  const otherBits = words[otherState + at.BITS];
  if ((otherBits & at.HALF_ISN_KNOWN) === 0) {
    words[otherState + at.BITS] = otherBits | at.HALF_ISN_KNOWN;
    cursor.cold[cursor.otherCold + at.ISN] = (acknowledgment - 1) | 0;
  }
  if ((otherBits & at.HALF_NEXT_KNOWN) === 0) return;
  if (isOddAnswer(cursor, segment, bits, otherBits)) {
    if (cursor.cold[cursor.coldRow + at.ODD_ACKS] === 0) cursor.cold[cursor.coldRow + at.ODD_ACK_FRAME] = segment.frame;
    cursor.cold[cursor.coldRow + at.ODD_ACKS] += 1;
    return;
  }
  const beyond = (acknowledgment - words[otherState + at.NEXT]) | 0;
  if (beyond > 0 && beyond < mostPlausibleJump) words[cursor.row + at.STATE] |= at.STATE_ACKED_UNSEEN;
  if (
    (otherBits & (at.HALF_FIN | at.HALF_FIN_ACKED)) === at.HALF_FIN &&
    ((acknowledgment - cursor.cold[cursor.otherCold + at.FIN_SEQUENCE]) | 0) > 0
  ) {
    words[otherState + at.BITS] |= at.HALF_FIN_ACKED;
    if ((words[ownState + at.BITS] & at.HALF_FIN_ACKED) !== 0) words[cursor.row + at.STATE] |= at.STATE_CLOSED;
  }
}

function noteHandshakeAck(cursor: Cursor, segment: SegmentRecord): void {
  if (cursor.direction !== 0 || (cursor.words[cursor.otherState + at.BITS] & at.HALF_SYN_ACK) === 0) return;
  cursor.cold[cursor.coldRow + at.HANDSHAKE_ACK_FRAME] = segment.frame;
  cursor.coldTimes[cursor.coldTime + at.HANDSHAKE_ACK_INSTANT] = segment.instantNs;
}

/** An answer to a SYN that is no SYN-ACK and does not acknowledge it: from a socket that the SYN ran into. */
function isOddAnswer(cursor: Cursor, segment: SegmentRecord, bits: number, otherBits: number): boolean {
  return (
    (otherBits & at.HALF_SYN) !== 0 &&
    (bits & (at.HALF_SYN | at.HALF_SYN_ACK)) === 0 &&
    (segment.flags & SYN) === 0 &&
    segment.acknowledgment !== ((cursor.cold[cursor.otherCold + at.ISN] + 1) | 0) &&
    cursor.words[cursor.other + at.SEGMENTS] === cursor.cold[cursor.otherCold + at.SYNS]
  );
}
