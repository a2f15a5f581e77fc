// AssemblyScript: see header-prediction.ts.

import * as packet from '../../capture/src/packet-record.ts';
import {
  ACK,
  FIN,
  OPTION_MSS,
  OPTION_SACK_PERMITTED,
  OPTION_TIMESTAMPS,
  OPTION_WINDOW_SCALE,
  SYN,
} from '../../capture/src/segment-bits.ts';
import { HISTORY_SYN_ACK, LETTER_SYN_ACK } from '../src/history-letters.ts';
import * as at from '../src/layout.ts';
import { direction, slot } from './find-connection.ts';
import { established, foreseenFlags, numbersKnown } from './foretold.ts';
import { keep } from './keep-segment.ts';
import { coldOf, prefixesOf, rowOf } from './places.ts';
import { letter, noteSilence } from './row-notes.ts';

const usualSynOptions: i32 = OPTION_MSS | OPTION_WINDOW_SCALE | OPTION_SACK_PERMITTED | OPTION_TIMESTAMPS;

/** Follows the SYN-ACK that a SYN foretells, the first that its responder sends. Returns false likewise. See track-ends.ts. */
export function followSynAck(segment: usize, position: i32): boolean {
  const flags = load<i32>(segment, packet.FLIGHT_FLAGS << 2);
  if ((flags & (foreseenFlags | FIN)) !== (SYN | ACK) || direction !== 1) return false;
  const row = rowOf(slot);
  const originator = row + (at.HALF << 2);
  const responder = originator + (at.halfWords << 2);
  const originatorBits = load<i32>(row, at.BITS << 2);
  const acknowledgment = load<i32>(segment, packet.FLIGHT_ACKNOWLEDGMENT << 2);
  const optionsAndIpId = load<i32>(segment, packet.FLIGHT_OPTIONS_AND_IP_ID << 2);
  const options = optionsAndIpId & packet.optionBits;
  if (
    load<i32>(row, at.STATE << 2) !== (at.STATE_LIVE | at.STATE_BY_SYN) ||
    load<i32>(row, (at.BITS + 1) << 2) !== 0 ||
    (originatorBits & (numbersKnown | at.HALF_SYN | at.HALF_FIN | at.HALF_RESENT_SMALLER)) !==
      (numbersKnown | at.HALF_SYN) ||
    acknowledgment !== load<i32>(row, at.NEXT << 2) ||
    load<i32>(segment, packet.FLIGHT_PAYLOAD_BYTES << 2) !== 0 ||
    (options & ~usualSynOptions) !== 0
  ) {
    return false;
  }
  const frame = load<i32>(segment, packet.FLIGHT_FRAME << 2);
  const instantNs = load<f64>(segment, packet.FLIGHT_INSTANT << 2);
  const window = load<i32>(segment, packet.FLIGHT_WINDOW_AND_INTERFACE << 2) & 0xffff;
  const sequence = load<i32>(segment, packet.FLIGHT_SEQUENCE << 2);
  const ipId = (optionsAndIpId >> packet.ipIdShift) - 1;
  const seldom = prefixesOf(position);
  noteSilence(responder, originator, instantNs, frame);
  const coldRow = coldOf(slot);
  const coldHalf = coldRow + (at.halfColdWords << 2);
  let bits: i32 = established | at.HALF_SYN_ACK;
  store<i32>(responder, 1, at.SEGMENTS << 2);
  store<i32>(responder, frame, at.LAST_SEGMENT_FRAME << 2);
  store<i32>(responder, window, at.WINDOW << 2);
  store<f64>(responder, instantNs, at.HALF_LAST_INSTANT << 3);
  if (ipId > 0) store<i32>(responder, ipId, at.IP_ID << 2);
  store<i32>(coldHalf, frame, at.SYN_FRAME << 2);
  store<i32>(coldHalf, 1, at.SYNS << 2);
  store<i32>(coldHalf, sequence, at.ISN << 2);
  store<i32>(coldHalf, (flags >> packet.ttlShift) - 1, at.HANDSHAKE_TTL << 2);
  store<f64>(coldRow, instantNs, at.SYN_ACK_INSTANT << 3);
  if ((options & OPTION_TIMESTAMPS) !== 0) {
    const value = load<i32>(segment, packet.FLIGHT_TIMESTAMP_VALUE << 2);
    bits |= at.HALF_TIMESTAMPS;
    store<i32>(responder, value, at.TIMESTAMP_LAST << 2);
    store<i32>(coldHalf, value, at.TIMESTAMP_FIRST << 2);
    store<f64>(coldHalf, instantNs, at.HALF_TIMESTAMP_INSTANT << 3);
  }
  if ((options & OPTION_MSS) !== 0) store<i32>(coldHalf, load<i32>(seldom, packet.RARE_MSS << 2), at.MSS << 2);
  if ((options & OPTION_WINDOW_SCALE) !== 0) {
    bits |= at.HALF_WINDOW_SCALE;
    store<i32>(coldHalf, load<i32>(seldom, packet.RARE_WINDOW_SCALE << 2), at.WINDOW_SCALE << 2);
  }
  if ((options & OPTION_SACK_PERMITTED) !== 0) bits |= at.HALF_SACK_PERMITTED;
  const ownState = row + 4;
  store<i32>(ownState, bits, at.BITS << 2);
  store<i32>(ownState, sequence + 1, at.NEXT << 2);
  store<i32>(ownState, acknowledgment, at.ACKED << 2);
  letter(ownState, HISTORY_SYN_ACK, LETTER_SYN_ACK);
  keep(row, position);
  return true;
}
