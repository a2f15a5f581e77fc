import {
  ACK,
  FIN,
  FLIGHT_ACKNOWLEDGMENT,
  FLIGHT_FLAGS,
  FLIGHT_FRAME,
  FLIGHT_INSTANT,
  FLIGHT_IP_ID,
  FLIGHT_OPTIONS,
  FLIGHT_PAYLOAD_BYTES,
  FLIGHT_SEQUENCE,
  FLIGHT_TIMESTAMP_VALUE,
  FLIGHT_WINDOW_AND_TTL,
  flightOffset,
  malformedShift,
  numbersUnknownShift,
  OPTION_TIMESTAMPS,
  type PacketRing,
  RST,
  SEGMENT_NOTED,
  SEGMENT_TLS_DATA,
  SYN,
} from '@fivewhys/capture';
import type { ConnectionTable } from './connection-table.ts';
import { HISTORY_ACK, HISTORY_DATA } from './history.ts';
import * as at from './layout.ts';
import { headSegments, type SegmentLog } from './segment-log.ts';

const foreseenFlags = ACK | SYN | FIN | RST | (3 << malformedShift) | (1 << numbersUnknownShift) | SEGMENT_NOTED;
/** From SEGMENT_TLS_DATA to HALF_TLS_DATA. A literal: what Math computes, V8 may keep as a double. */
const tlsDataShift = 5;
const dataSent = 1 << (at.HALF_LETTERS_SHIFT + HISTORY_DATA);
const ackSent = 1 << (at.HALF_LETTERS_SHIFT + HISTORY_ACK);
const established = at.HALF_ISN_KNOWN | at.HALF_NEXT_KNOWN | at.HALF_ACKED_KNOWN;

/**
 * Follows a segment that the state of its connection foretells: the next data, or an ACK of more, in the middle of a connection of which nothing else is to be noted.
 * Four segments of five are that, and this does for them what the tracker does, in a fraction of the time. The kernel has the same short way (Jacobson's header
 * prediction; tcp_rcv_established in net/ipv4/tcp_input.c).
 *
 * @param direction who sent it
 * @returns false when the segment is something else; then nothing was done
 */
export function followPredicted(
  table: ConnectionTable,
  log: SegmentLog,
  slot: number,
  direction: number,
  ring: PacketRing,
  position: number,
): boolean {
  const { words, times } = table;
  const { flight } = ring;
  const offset = flightOffset(position);
  const row = slot * at.rowWords;
  const own = row + at.HALF + direction * at.halfWords;
  const ownState = row + direction;
  const otherState = row + 1 - direction;
  const sequence = flight[offset + FLIGHT_SEQUENCE];
  const acknowledgment = flight[offset + FLIGHT_ACKNOWLEDGMENT];
  const payloadBytes = flight[offset + FLIGHT_PAYLOAD_BYTES];
  const windowAndTtl = flight[offset + FLIGHT_WINDOW_AND_TTL];
  const options = flight[offset + FLIGHT_OPTIONS];
  const instantNs = ring.flightTimes[(offset + FLIGHT_INSTANT) >> 1];
  const logged = words[row + at.LOGGED];
  const advance = (acknowledgment - words[ownState + at.ACKED]) | 0;
  const flags = flight[offset + FLIGHT_FLAGS];
  const needed =
    established |
    (payloadBytes > 0 ? dataSent : ackSent) |
    (options === 0 ? 0 : at.HALF_TIMESTAMPS) |
    ((flags & SEGMENT_TLS_DATA) >> tlsDataShift);
  const bits = words[ownState + at.BITS];
  const otherBits = words[otherState + at.BITS];
  if (
    (flags & foreseenFlags) !== ACK ||
    sequence !== words[ownState + at.NEXT] ||
    (bits & needed) !== needed ||
    (payloadBytes > 0 ? advance < 0 : advance <= 0) ||
    ((acknowledgment - words[otherState + at.NEXT]) | 0) > 0 ||
    (otherBits & (established | at.HALF_FIN | at.HALF_RESENT_SMALLER)) !== established ||
    ((otherBits & at.HALF_SYN) !== 0 && (bits & (at.HALF_SYN | at.HALF_SYN_ACK)) === 0) ||
    (options !== 0 && options !== OPTION_TIMESTAMPS) ||
    (windowAndTtl >> 16) - 1 !== words[own + at.TTL_LOWEST] ||
    (windowAndTtl & 0xffff) === 0 ||
    instantNs - times[(own >> 1) + at.HALF_LAST_INSTANT] >= at.shortestSilenceNs ||
    (words[row + at.STATE] & at.STATE_EXHIBIT) !== 0 ||
    logged < headSegments
  ) {
    return false;
  }
  const frame = flight[offset + FLIGHT_FRAME];
  const ipId = flight[offset + FLIGHT_IP_ID] - 1;
  words[own + at.SEGMENTS] += 1;
  words[own + at.LAST_SEGMENT_FRAME] = frame;
  words[own + at.WINDOW] = windowAndTtl & 0xffff;
  words[ownState + at.ACKED] = acknowledgment;
  times[(own >> 1) + at.HALF_LAST_INSTANT] = instantNs;
  if (ipId > 0) words[own + at.IP_ID] = ipId;
  if (options !== 0) words[own + at.TIMESTAMP_LAST] = flight[offset + FLIGHT_TIMESTAMP_VALUE];
  if (payloadBytes > 0) {
    words[ownState + at.NEXT] = (sequence + payloadBytes) | 0;
    words[own + at.DATA_SEGMENTS] += 1;
    words[own + at.LAST_DATA_FRAME] = frame;
    times[(own >> 1) + at.HALF_PAYLOAD_BYTES] += payloadBytes;
  }
  words[row + at.NEWEST_LOGGED] = log.append(words[row + at.NEWEST_LOGGED], position, direction);
  words[row + at.LOGGED] = logged + 1;
  return true;
}
