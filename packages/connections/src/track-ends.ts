import {
  ACK,
  FIN,
  OPTION_FAST_OPEN,
  OPTION_MPTCP,
  OPTION_MSS,
  OPTION_SACK_PERMITTED,
  OPTION_WINDOW_SCALE,
  type SegmentRecord,
} from '@fivewhys/capture';
import type { Cursor } from './cursor.ts';
import { HISTORY_FIN, HISTORY_MULTIPLE_FLAGS, HISTORY_SYN, HISTORY_SYN_ACK } from './history.ts';
import * as at from './layout.ts';

/** A SYN or SYN-ACK: what the sender negotiates. Call it before `trackSequence`. */
export function trackSyn(cursor: Cursor, segment: SegmentRecord): void {
  const { words, cold, ownCold, ownState } = cursor;
  const hasAck = (segment.flags & ACK) !== 0;
  if (hasAck && (words[ownState + at.BITS] & at.HALF_SYN_ACK) === 0) {
    if (isBehind(cursor, segment.sequence)) forgetFin(cursor);
    else if (cold[cursor.coldRow + at.ODD_ACKS] > 0) startOver(cursor);
  }
  // Who sends its SYN again has an attempt again: Windows does so twice, half a second after each refusal.
  if (!hasAck) words[ownState + at.BITS] &= ~at.HALF_GONE;
  cold[ownCold + at.SYNS] += 1;
  words[ownState + at.BITS] |= hasAck ? at.HALF_SYN_ACK : at.HALF_SYN;
  if (cold[ownCold + at.SYN_FRAME] === 0) {
    cold[ownCold + at.SYN_FRAME] = segment.frame;
    cold[ownCold + at.HANDSHAKE_TTL] = segment.ttl;
    noteSynOptions(cursor, segment);
    cursor.coldTimes[cursor.coldTime + (hasAck ? at.SYN_ACK_INSTANT : at.SYN_INSTANT)] = segment.instantNs;
  }
  cursor.letter(hasAck ? HISTORY_SYN_ACK : HISTORY_SYN);
  if ((segment.flags & FIN) !== 0) cursor.letter(HISTORY_MULTIPLE_FLAGS);
}

function noteSynOptions(cursor: Cursor, segment: SegmentRecord): void {
  const { words, cold, ownCold, ownState } = cursor;
  const { options } = segment;
  if ((options & OPTION_MSS) !== 0) cold[ownCold + at.MSS] = segment.mss;
  if ((options & OPTION_WINDOW_SCALE) !== 0) {
    words[ownState + at.BITS] |= at.HALF_WINDOW_SCALE;
    cold[ownCold + at.WINDOW_SCALE] = segment.windowScale;
  }
  if ((options & OPTION_SACK_PERMITTED) !== 0) words[ownState + at.BITS] |= at.HALF_SACK_PERMITTED;
  if ((options & OPTION_FAST_OPEN) !== 0) words[ownState + at.BITS] |= at.HALF_FAST_OPEN;
  if ((options & OPTION_MPTCP) !== 0) words[ownState + at.BITS] |= at.HALF_MPTCP;
}

/**
 * A SYN-ACK after all, to a SYN that bare ACKs had answered before: those came from the socket that the SYN ran into (or its RST was acted on there),
 * so their numbers say nothing about this connection.
 */
function startOver(cursor: Cursor): void {
  const { words, row, ownState, otherState } = cursor;
  words[ownState + at.BITS] &= ~(at.HALF_NEXT_KNOWN | at.HALF_ACKED_KNOWN | at.HALF_GONE | at.HALF_TIMESTAMPS);
  words[otherState + at.BITS] &= ~at.HALF_GONE;
  words[row + at.STATE] &= ~(at.STATE_CLOSED | at.STATE_RESET);
}

/** A FIN that came before its sender's SYN-ACK, and from before its numbers: it never was of this connection (one forges it for a device on the way to see). */
function isBehind({ words, cold, ownCold, ownState }: Cursor, initialSequence: number): boolean {
  return (
    (words[ownState + at.BITS] & at.HALF_FIN) !== 0 && ((cold[ownCold + at.FIN_SEQUENCE] - initialSequence) | 0) <= 0
  );
}

function forgetFin(cursor: Cursor): void {
  const { words, cold, ownCold, row, ownState } = cursor;
  startOver(cursor);
  words[ownState + at.BITS] &= ~(at.HALF_FIN | at.HALF_FIN_ACKED);
  words[row + at.STATE] &= ~(cursor.direction === 0
    ? at.STATE_ORIGINATOR_CLOSED_FIRST
    : at.STATE_RESPONDER_CLOSED_FIRST);
  cold[ownCold + at.FIN_FRAME] = 0;
  cursor.coldTimes[cursor.ownColdTime + at.HALF_FIN_INSTANT] = Number.NaN;
}

/** The first FIN of a half. */
export function trackFin(cursor: Cursor, segment: SegmentRecord): void {
  const { words, cold, ownCold, row, ownState } = cursor;
  if ((words[ownState + at.BITS] & at.HALF_FIN) !== 0) return;
  words[ownState + at.BITS] |= at.HALF_FIN;
  cold[ownCold + at.FIN_SEQUENCE] = (segment.sequence + segment.payloadBytes) | 0;
  cold[ownCold + at.FIN_FRAME] = segment.frame;
  cursor.coldTimes[cursor.ownColdTime + at.HALF_FIN_INSTANT] = segment.instantNs;
  const closedFirst = at.STATE_ORIGINATOR_CLOSED_FIRST | at.STATE_RESPONDER_CLOSED_FIRST;
  if ((words[row + at.STATE] & closedFirst) === 0) {
    words[row + at.STATE] |=
      cursor.direction === 0 ? at.STATE_ORIGINATOR_CLOSED_FIRST : at.STATE_RESPONDER_CLOSED_FIRST;
  }
  cursor.letter(HISTORY_FIN);
}
