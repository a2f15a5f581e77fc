import {
  ACK,
  FIN,
  keptOffset,
  malformedShift,
  OPTION_TIMESTAMPS,
  type PacketRing,
  RECORD_ACKNOWLEDGMENT,
  RECORD_FLAGS,
  RECORD_FRAME,
  RECORD_FROM_RESPONDER,
  RECORD_INSTANT,
  RECORD_IP_ID,
  RECORD_OPTIONS,
  RECORD_PAYLOAD_BYTES,
  RECORD_PREVIOUS,
  RECORD_SEQUENCE,
  RECORD_TIMESTAMP_VALUE,
  RECORD_TTL,
  RECORD_WINDOW,
  RST,
  SYN,
} from '@fivewhys/capture';
import type { ConnectionTable } from './connection-table.ts';
import { HISTORY_ACK, HISTORY_DATA } from './history.ts';
import * as at from './layout.ts';
import { headSegments } from './segment-log.ts';

const foreseenFlags = ACK | SYN | FIN | RST | (3 << malformedShift);
const dataSent = 1 << (at.HALF_LETTERS_SHIFT + HISTORY_DATA);
const ackSent = 1 << (at.HALF_LETTERS_SHIFT + HISTORY_ACK);
const established = at.HALF_ISN_KNOWN | at.HALF_NEXT_KNOWN | at.HALF_ACKED_KNOWN;

/**
 * Whether a segment is what the state of its connection foretells: the next data, or an ACK of more, in the middle of a connection of which nothing else is to be noted.
 * Of nine segments in ten it is, and `followPredicted` then does for them what the tracker does, in a fraction of the time. The kernel has the same short way
 * (Jacobson's header prediction; tcp_rcv_established in net/ipv4/tcp_input.c).
 *
 * @param direction who sent it
 * @param kept records of the ring; the segment's lies at `offset`
 */
export function isPredicted(
  table: ConnectionTable,
  slot: number,
  direction: number,
  kept: Int32Array,
  offset: number,
): boolean {
  const { words } = table;
  const row = slot * at.rowWords;
  const own = row + at.HALF + direction * at.halfWords;
  const other = row + at.HALF + (1 - direction) * at.halfWords;
  const payloadBytes = kept[offset + RECORD_PAYLOAD_BYTES];
  const options = kept[offset + RECORD_OPTIONS];
  const acknowledgment = kept[offset + RECORD_ACKNOWLEDGMENT];
  const advance = (acknowledgment - words[own + at.ACKED]) | 0;
  const needed = established | (payloadBytes > 0 ? dataSent : ackSent) | (options === 0 ? 0 : at.HALF_TIMESTAMPS);
  const bits = words[own + at.BITS];
  const otherBits = words[other + at.BITS];
  return (
    (kept[offset + RECORD_FLAGS] & foreseenFlags) === ACK &&
    kept[offset + RECORD_SEQUENCE] === words[own + at.NEXT] &&
    (bits & needed) === needed &&
    (payloadBytes > 0 ? advance >= 0 : advance > 0) &&
    ((acknowledgment - words[other + at.NEXT]) | 0) <= 0 &&
    (otherBits & (established | at.HALF_FIN)) === established &&
    ((otherBits & at.HALF_SYN) === 0 || (bits & (at.HALF_SYN | at.HALF_SYN_ACK)) !== 0) &&
    (options === 0 || options === OPTION_TIMESTAMPS) &&
    kept[offset + RECORD_TTL] === words[own + at.TTL_LOWEST] &&
    kept[offset + RECORD_WINDOW] !== 0 &&
    (words[row + at.STATE] & at.STATE_EXHIBIT) === 0 &&
    words[row + at.LOGGED] >= headSegments
  );
}

/** Follows a segment that `isPredicted`. */
export function followPredicted(
  table: ConnectionTable,
  slot: number,
  direction: number,
  ring: PacketRing,
  position: number,
): void {
  const { words, times } = table;
  const { kept } = ring;
  const offset = keptOffset(position);
  const row = slot * at.rowWords;
  const own = row + at.HALF + direction * at.halfWords;
  const frame = kept[offset + RECORD_FRAME];
  const payloadBytes = kept[offset + RECORD_PAYLOAD_BYTES];
  const instantNs = ring.keptTimes[(offset + RECORD_INSTANT) >> 1];
  const ipId = kept[offset + RECORD_IP_ID];
  words[row + at.FRAMES] += 1;
  words[row + at.LAST_FRAME] = frame;
  times[(row >> 1) + at.LAST_INSTANT] = instantNs;
  words[own + at.SEGMENTS] += 1;
  words[own + at.LAST_SEGMENT_FRAME] = frame;
  words[own + at.WINDOW] = kept[offset + RECORD_WINDOW];
  words[own + at.ACKED] = kept[offset + RECORD_ACKNOWLEDGMENT];
  times[(own >> 1) + at.HALF_LAST_INSTANT] = instantNs;
  if (ipId > 0) words[own + at.IP_ID] = ipId;
  if (kept[offset + RECORD_OPTIONS] !== 0) words[own + at.TIMESTAMP_LAST] = kept[offset + RECORD_TIMESTAMP_VALUE];
  if (payloadBytes > 0) {
    words[own + at.NEXT] = (kept[offset + RECORD_SEQUENCE] + payloadBytes) | 0;
    words[own + at.DATA_SEGMENTS] += 1;
    words[own + at.LAST_DATA_FRAME] = frame;
    times[(own >> 1) + at.HALF_PAYLOAD_BYTES] += payloadBytes;
  }
  if (direction === 1) kept[offset + RECORD_FLAGS] |= RECORD_FROM_RESPONDER;
  kept[offset + RECORD_PREVIOUS] = words[row + at.NEWEST_LOGGED];
  words[row + at.NEWEST_LOGGED] = position;
  words[row + at.LOGGED] += 1;
}
