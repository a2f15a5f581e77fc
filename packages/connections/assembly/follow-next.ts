// AssemblyScript: see header-prediction.ts.

import * as packet from '../../capture/src/packet-record.ts';
import { ACK, FIN, OPTION_TIMESTAMPS } from '../../capture/src/segment-bits.ts';
import { HISTORY_ACK, HISTORY_DATA, LETTER_ACK, LETTER_DATA } from '../src/history-letters.ts';
import * as at from '../src/layout.ts';
import { direction, slot } from './find-connection.ts';
import { established, foreseenFlags, numbersKnown } from './foretold.ts';
import { keep } from './keep-segment.ts';
import { rowOf } from './places.ts';
import { letter, noteFin, noteFinAcknowledged, noteFirstAcknowledgment, noteSilence } from './row-notes.ts';

/** From SEGMENT_TLS_DATA to HALF_TLS_DATA. */
const tlsDataShift = 5;

/** Follows a segment that the state of its connection foretells. Returns false when it is something else; then nothing was done. */
export function followNext(segment: usize, position: i32): boolean {
  const row = rowOf(slot);
  const own = row + ((at.HALF + direction * at.halfWords) << 2);
  const other = row + ((at.HALF + (1 - direction) * at.halfWords) << 2);
  const ownState = row + (direction << 2);
  const otherState = row + ((1 - direction) << 2);
  const sequence = load<i32>(segment, packet.FLIGHT_SEQUENCE << 2);
  const acknowledgment = load<i32>(segment, packet.FLIGHT_ACKNOWLEDGMENT << 2);
  const payloadBytes = load<i32>(segment, packet.FLIGHT_PAYLOAD_BYTES << 2);
  const window = load<i32>(segment, packet.FLIGHT_WINDOW_AND_INTERFACE << 2) & 0xffff;
  const optionsAndIpId = load<i32>(segment, packet.FLIGHT_OPTIONS_AND_IP_ID << 2);
  const options = optionsAndIpId & packet.optionBits;
  const instantNs = load<f64>(segment, packet.FLIGHT_INSTANT << 2);
  const flags = load<i32>(segment, packet.FLIGHT_FLAGS << 2);
  const bits = load<i32>(ownState, at.BITS << 2);
  const otherBits = load<i32>(otherState, at.BITS << 2);
  const isFin = (flags & FIN) !== 0;
  const isFirstAcknowledgment = (bits & at.HALF_ACKED_KNOWN) === 0;
  const advance = acknowledgment - load<i32>(ownState, at.ACKED << 2);
  const needed =
    numbersKnown | (options === 0 ? 0 : at.HALF_TIMESTAMPS) | ((flags & packet.SEGMENT_TLS_DATA) >> tlsDataShift);
  const ttl = (flags >> packet.ttlShift) - 1;
  const lowestTtl = load<i32>(own, at.TTL_LOWEST << 2);
  if (
    (flags & foreseenFlags) !== ACK ||
    sequence !== load<i32>(ownState, at.NEXT << 2) ||
    (bits & needed) !== needed ||
    (!isFirstAcknowledgment && (payloadBytes > 0 || isFin ? advance < 0 : advance <= 0)) ||
    (isFin && (bits & at.HALF_FIN) !== 0) ||
    acknowledgment - load<i32>(otherState, at.NEXT << 2) > 0 ||
    (otherBits & (established | at.HALF_RESENT_SMALLER)) !== established ||
    ((otherBits & at.HALF_SYN) !== 0 && (bits & (at.HALF_SYN | at.HALF_SYN_ACK)) === 0) ||
    (options !== 0 && options !== OPTION_TIMESTAMPS) ||
    (ttl !== lowestTtl && (lowestTtl >= 0 || ttl < 0)) ||
    window === 0 ||
    load<i32>(own, at.SEGMENTS << 2) === 0 ||
    (load<i32>(row, at.STATE << 2) & at.STATE_EXHIBIT) !== 0
  ) {
    return false;
  }
  const frame = load<i32>(segment, packet.FLIGHT_FRAME << 2);
  const ipId = (optionsAndIpId >> packet.ipIdShift) - 1;
  // The other end may have spoken since: then nobody was silent.
  if (instantNs - load<f64>(own, at.HALF_LAST_INSTANT << 3) >= at.shortestSilenceNs) {
    noteSilence(own, other, instantNs, frame);
  }
  store<i32>(own, load<i32>(own, at.SEGMENTS << 2) + 1, at.SEGMENTS << 2);
  store<i32>(own, frame, at.LAST_SEGMENT_FRAME << 2);
  store<i32>(own, window, at.WINDOW << 2);
  store<i32>(ownState, acknowledgment, at.ACKED << 2);
  store<f64>(own, instantNs, at.HALF_LAST_INSTANT << 3);
  if (ipId > 0) store<i32>(own, ipId, at.IP_ID << 2);
  if (options !== 0) {
    store<i32>(own, load<i32>(segment, packet.FLIGHT_TIMESTAMP_VALUE << 2), at.TIMESTAMP_LAST << 2);
  }
  if (lowestTtl < 0) {
    store<i32>(own, ttl, at.TTL_LOWEST << 2);
    store<i32>(own, ttl, at.TTL_HIGHEST << 2);
  }
  if (isFirstAcknowledgment) noteFirstAcknowledgment(ownState, otherBits, instantNs, frame);
  if ((otherBits & (at.HALF_FIN | at.HALF_FIN_ACKED)) === at.HALF_FIN) noteFinAcknowledged(row, acknowledgment);
  if (payloadBytes > 0) {
    store<i32>(ownState, sequence + payloadBytes, at.NEXT << 2);
    store<i32>(own, load<i32>(own, at.DATA_SEGMENTS << 2) + 1, at.DATA_SEGMENTS << 2);
    store<i32>(own, frame, at.LAST_DATA_FRAME << 2);
    store<f64>(own, load<f64>(own, at.HALF_PAYLOAD_BYTES << 3) + payloadBytes, at.HALF_PAYLOAD_BYTES << 3);
    letter(ownState, HISTORY_DATA, LETTER_DATA);
  } else if (!isFin) {
    letter(ownState, HISTORY_ACK, LETTER_ACK);
  }
  if (isFin) noteFin(row, sequence + payloadBytes, instantNs, frame);
  keep(row, position);
  return true;
}
