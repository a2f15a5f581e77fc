// AssemblyScript: see header-prediction.ts.

import { HISTORY_FIN, LETTER_FIN } from '../src/history-letters.ts';
import * as at from '../src/layout.ts';
import { direction, slot } from './find-connection.ts';
import { coldOf, rowOf } from './places.ts';

/** See note-silence.ts and outlived-silence.ts. */
export function noteSilence(own: usize, other: usize, instantNs: f64, frame: i32): void {
  const ownFrame = load<i32>(own, at.LAST_SEGMENT_FRAME << 2);
  const otherFrame = load<i32>(other, at.LAST_SEGMENT_FRAME << 2);
  const silenceNs = instantNs - load<f64>(otherFrame > ownFrame ? other : own, at.HALF_LAST_INSTANT << 3);
  if (!(silenceNs >= at.shortestSilenceNs)) return;
  const row = rowOf(slot);
  const unsettledNs = load<f64>(row, at.UNSETTLED_NS << 3);
  const unsettledFrame = load<i32>(row, at.UNSETTLED_FRAME << 2);
  const isOutlived = ownFrame >= unsettledFrame && otherFrame >= unsettledFrame;
  if (isOutlived && unsettledNs > load<f64>(row, at.OUTLIVED_NS << 3)) {
    store<f64>(row, unsettledNs, at.OUTLIVED_NS << 3);
    store<i32>(row, unsettledFrame, at.OUTLIVED_FRAME << 2);
  }
  if (isOutlived || silenceNs > unsettledNs) {
    store<f64>(row, silenceNs, at.UNSETTLED_NS << 3);
    store<i32>(row, frame, at.UNSETTLED_FRAME << 2);
  }
  const coldRow = coldOf(slot);
  store<f64>(coldRow, silenceNs, at.SILENCE_NS << 3);
  store<i32>(coldRow, max(ownFrame, otherFrame), at.SILENCE_BEFORE_FRAME << 2);
  store<i32>(coldRow, frame, at.SILENCE_AFTER_FRAME << 2);
}

/** See track-acknowledgment.ts. */
export function noteFirstAcknowledgment(ownState: usize, otherBits: i32, instantNs: f64, frame: i32): void {
  store<i32>(ownState, load<i32>(ownState, at.BITS << 2) | at.HALF_ACKED_KNOWN, at.BITS << 2);
  if (direction !== 0 || (otherBits & at.HALF_SYN_ACK) === 0) return;
  const coldRow = coldOf(slot);
  store<i32>(coldRow, frame, at.HANDSHAKE_ACK_FRAME << 2);
  store<f64>(coldRow, instantNs, at.HANDSHAKE_ACK_INSTANT << 3);
}

/** See track-acknowledgment.ts. */
export function noteFinAcknowledged(row: usize, acknowledgment: i32): void {
  const otherCold = coldOf(slot) + (((1 - direction) * at.halfColdWords) << 2);
  if (acknowledgment - load<i32>(otherCold, at.FIN_SEQUENCE << 2) <= 0) return;
  const otherState = row + ((1 - direction) << 2);
  store<i32>(otherState, load<i32>(otherState, at.BITS << 2) | at.HALF_FIN_ACKED, at.BITS << 2);
  if ((load<i32>(row + (direction << 2), at.BITS << 2) & at.HALF_FIN_ACKED) !== 0) addState(row, at.STATE_CLOSED);
}

/** The first FIN of a half, see track-ends.ts. @param sequence its own number */
export function noteFin(row: usize, sequence: i32, instantNs: f64, frame: i32): void {
  const ownState = row + (direction << 2);
  store<i32>(ownState, sequence + 1, at.NEXT << 2);
  store<i32>(ownState, load<i32>(ownState, at.BITS << 2) | at.HALF_FIN, at.BITS << 2);
  const ownCold = coldOf(slot) + ((direction * at.halfColdWords) << 2);
  store<i32>(ownCold, sequence, at.FIN_SEQUENCE << 2);
  store<i32>(ownCold, frame, at.FIN_FRAME << 2);
  store<f64>(ownCold, instantNs, at.HALF_FIN_INSTANT << 3);
  const closedFirst = at.STATE_ORIGINATOR_CLOSED_FIRST | at.STATE_RESPONDER_CLOSED_FIRST;
  if ((load<i32>(row, at.STATE << 2) & closedFirst) === 0) {
    addState(row, direction === 0 ? at.STATE_ORIGINATOR_CLOSED_FIRST : at.STATE_RESPONDER_CLOSED_FIRST);
  }
  letter(ownState, HISTORY_FIN, LETTER_FIN);
}

function addState(row: usize, bit: i32): void {
  store<i32>(row, load<i32>(row, at.STATE << 2) | bit, at.STATE << 2);
}

/** Puts a letter into the history, the first time that it happens in this direction. See cursor.ts. */
export function letter(ownState: usize, letter: i32, code: i32): void {
  const bits = load<i32>(ownState, at.BITS << 2);
  const bit = 1 << (at.HALF_LETTERS_SHIFT + letter);
  if ((bits & bit) !== 0) return;
  store<i32>(ownState, bits | bit, at.BITS << 2);
  const coldRow = coldOf(slot);
  const length = load<i32>(coldRow, at.HISTORY_LENGTH << 2);
  if (length >= at.historyCapacity) return;
  store<u8>(coldRow + length, direction === 0 ? code : code | 0x20, at.HISTORY << 2);
  store<i32>(coldRow, length + 1, at.HISTORY_LENGTH << 2);
}
