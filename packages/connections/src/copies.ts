import {
  ACK,
  RECORD_ACKNOWLEDGMENT,
  RECORD_FLAGS,
  RECORD_INSTANT,
  RECORD_INTERFACE,
  RECORD_IP_ID,
  RECORD_PAYLOAD_BYTES,
  RECORD_SEQUENCE,
  RECORD_TIMESTAMP_VALUE,
  RECORD_TTL,
  RST,
  type SegmentRecord,
  SYN,
  tcpFlagBits,
} from '@fivewhys/capture';
import type { Cursor } from './cursor.ts';
import { LOGGED, NEWEST_LOGGED } from './layout.ts';
import type { SegmentLog } from './segment-log.ts';

/** How many segments back a copy is looked for. Copies come at once: on the next interface of the same host, or from a mirrored port. */
const lookBack = 8;
/** Longest time between a packet and its copy. A retransmission comes later: Linux's shortest timeout is 200 ms (TCP_RTO_MIN). */
const mostNs = 50e6;
/** Without an IP ID to go by (0, or IPv6), only what comes closer than this is a copy: a keep-alive or SYN-ACK may look the same a moment later. */
const mostNsWithoutId = 1e6;

/**
 * Whether the segment was captured before: on another interface of the same host (`-i any` shows a forwarded packet twice or more, with falling TTL) or from
 * both sides of a mirrored port. A retransmission by Linux has a new IP ID and, with timestamps, mostly a new TSval.
 */
export function isCopy(log: SegmentLog, cursor: Cursor, segment: SegmentRecord): boolean {
  const { words: rows, row, slot, direction } = cursor;
  const hasId = segment.ipId > 0;
  // Equal bare ACKs without an IP ID are sent on purpose, many at once, and so are RSTs that answer several segments: there only another TTL or interface makes a copy.
  const isReply = (segment.flags & (SYN | RST)) === 0 || (segment.flags & (RST | ACK)) === RST;
  const mustDiffer = !hasId && segment.payloadBytes === 0 && isReply;
  return log.findNewest(
    slot,
    rows[row + LOGGED],
    rows[row + NEWEST_LOGGED],
    lookBack,
    (words, offset, fromResponder) => {
      if (
        fromResponder !== (direction === 1) ||
        words[offset + RECORD_SEQUENCE] !== segment.sequence ||
        (words[offset + RECORD_FLAGS] & tcpFlagBits) !== segment.flags ||
        words[offset + RECORD_ACKNOWLEDGMENT] !== segment.acknowledgment ||
        words[offset + RECORD_PAYLOAD_BYTES] !== segment.payloadBytes ||
        words[offset + RECORD_IP_ID] !== segment.ipId ||
        words[offset + RECORD_TIMESTAMP_VALUE] !== segment.timestampValue
      ) {
        return false;
      }
      if (
        mustDiffer &&
        words[offset + RECORD_TTL] === segment.ttl &&
        words[offset + RECORD_INTERFACE] === segment.interfaceId
      ) {
        return false;
      }
      const elapsed = Math.abs(segment.instantNs - instantAt(words, offset + RECORD_INSTANT));
      return elapsed <= (hasId ? mostNs : mostNsWithoutId);
    },
  );
}

const scratch = new Float64Array(1);
const scratchWords = new Int32Array(scratch.buffer);

/** Reads a double that lies in two words. */
export function instantAt(words: Int32Array, index: number): number {
  scratchWords[0] = words[index];
  scratchWords[1] = words[index + 1];
  return scratch[0];
}
