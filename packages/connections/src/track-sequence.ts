import { FIN, type SegmentRecord, SYN } from '@fivewhys/capture';
import type { Cursor } from './cursor.ts';
import { HISTORY_GAP, HISTORY_RETRANSMISSION } from './history.ts';
import * as at from './layout.ts';

/** A hole that is filled within this time was reordered, not lost: Wireshark's bound when the handshake did not give a round-trip time. */
const reorderingNs = 3e6;

/** How far ahead of what is known a number may jump before it is taken for a new beginning and not for a hole (2^30: the largest scaled window). */
export const mostPlausibleJump = 0x4000_0000;

/** Follows the sequence numbers of the sender: what is new, what leaves a hole, what was sent before. */
export function trackSequence(cursor: Cursor, segment: SegmentRecord): void {
  const { words, ownState } = cursor;
  const { sequence, payloadBytes, flags } = segment;
  const length = payloadBytes + ((flags & SYN) !== 0 ? 1 : 0) + ((flags & FIN) !== 0 ? 1 : 0);
  const end = (sequence + length) | 0;
  if ((words[ownState + at.BITS] & at.HALF_NEXT_KNOWN) === 0) {
    begin(cursor, segment, end);
    return;
  }
  const next = words[ownState + at.NEXT];
  if (((end - next) | 0) > 0) {
    const skipped = (sequence - next) | 0;
    if (skipped > 0 && skipped < mostPlausibleJump) noteHole(cursor, next, sequence, segment.instantNs);
    // A segment may begin with bytes sent before: only what lies beyond is new.
    cursor.times[cursor.ownTime + at.HALF_PAYLOAD_BYTES] +=
      skipped < 0 ? Math.max(payloadBytes + skipped, 0) : payloadBytes;
    words[ownState + at.NEXT] = end;
    return;
  }
  if (payloadBytes <= 1 && ((sequence - next) | 0) === -1 && isKeepAlive(cursor, flags)) {
    cursor.cold[cursor.ownCold + at.KEEP_ALIVES] += 1;
    return;
  }
  if (length === 0) return;
  noteOldSequence(cursor, segment, end);
}

/**
 * One byte, or none as Linux sends it, below SND.NXT (RFC 9293 section 3.8.4). Behind a FIN that number is the FIN's own: there an ACK with it was sent before the
 * FIN and captured after it.
 */
function isKeepAlive({ words, ownState }: Cursor, flags: number): boolean {
  return (flags & (SYN | FIN)) === 0 && (words[ownState + at.BITS] & at.HALF_FIN) === 0;
}

function begin(cursor: Cursor, segment: SegmentRecord, end: number): void {
  const { words, cold, ownCold, ownState } = cursor;
  const bits = words[ownState + at.BITS];
  const isSyn = (segment.flags & SYN) !== 0;
  words[ownState + at.BITS] = bits | at.HALF_NEXT_KNOWN | at.HALF_ISN_KNOWN;
  if ((bits & at.HALF_ISN_KNOWN) === 0 || isSyn) {
    cold[ownCold + at.ISN] = isSyn ? segment.sequence : (segment.sequence - 1) | 0;
  }
  words[ownState + at.NEXT] = end;
  cursor.times[cursor.ownTime + at.HALF_PAYLOAD_BYTES] += segment.payloadBytes;
}

function noteHole(cursor: Cursor, left: number, right: number, nowNs: number): void {
  const { cold, ownCold } = cursor;
  cold[ownCold + at.HOLE_LEFT] = left;
  cold[ownCold + at.HOLE_RIGHT] = right;
  cold[ownCold + at.HOLES] += 1;
  cursor.coldTimes[cursor.ownColdTime + at.HALF_HOLE_INSTANT] = nowNs;
  cursor.letter(HISTORY_GAP);
}

/** Sequence numbers below the highest: they fill the newest hole (reordered, or lost before the vantage and sent again), or were seen already. */
function noteOldSequence(cursor: Cursor, segment: SegmentRecord, end: number): void {
  const { cold, ownCold } = cursor;
  const left = cold[ownCold + at.HOLE_LEFT];
  const right = cold[ownCold + at.HOLE_RIGHT];
  const { sequence } = segment;
  const fills = left !== right && ((sequence - left) | 0) >= 0 && ((right - end) | 0) >= 0;
  if (fills) {
    cursor.times[cursor.ownTime + at.HALF_PAYLOAD_BYTES] += segment.payloadBytes;
    if (sequence === left) cold[ownCold + at.HOLE_LEFT] = end;
    else if (end === right) cold[ownCold + at.HOLE_RIGHT] = sequence;
    if (cold[ownCold + at.HOLE_LEFT] === cold[ownCold + at.HOLE_RIGHT]) cold[ownCold + at.HOLES] -= 1;
    if (segment.instantNs - cursor.coldTimes[cursor.ownColdTime + at.HALF_HOLE_INSTANT] < reorderingNs) {
      cold[ownCold + at.OUT_OF_ORDER] += 1;
      return;
    }
  }
  cold[ownCold + at.RETRANSMISSIONS] += 1;
  cursor.letter(HISTORY_RETRANSMISSION);
}
