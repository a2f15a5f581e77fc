import { RST, type Segment, SYN } from '@fivewhys/capture';
import type { Cursor } from './cursor.ts';
import { LOGGED, NEWEST_LOGGED } from './layout.ts';
import {
  LOG_ACKNOWLEDGMENT,
  LOG_FLAGS,
  LOG_FROM_RESPONDER,
  LOG_INSTANT,
  LOG_INTERFACE,
  LOG_IP_ID,
  LOG_PAYLOAD_BYTES,
  LOG_SEQUENCE,
  LOG_TIMESTAMP_VALUE,
  LOG_TTL,
  type SegmentLog,
} from './segment-log.ts';

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
export function isCopy(log: SegmentLog, cursor: Cursor, segment: Segment): boolean {
  const { words: rows, row, slot, direction } = cursor;
  const flags = direction === 1 ? segment.flags | LOG_FROM_RESPONDER : segment.flags;
  const hasId = segment.ipId > 0;
  // Equal bare ACKs without an IP ID are sent on purpose, many at once: there only another TTL or interface makes a copy.
  const mustDiffer = !hasId && segment.payloadBytes === 0 && (segment.flags & (SYN | RST)) === 0;
  return log.findNewest(slot, rows[row + LOGGED], rows[row + NEWEST_LOGGED], lookBack, (words, offset) => {
    if (
      words[offset + LOG_SEQUENCE] !== segment.sequence ||
      (words[offset + LOG_FLAGS] & (LOG_FROM_RESPONDER | 0x1ff)) !== flags ||
      words[offset + LOG_ACKNOWLEDGMENT] !== segment.acknowledgment ||
      words[offset + LOG_PAYLOAD_BYTES] !== segment.payloadBytes ||
      words[offset + LOG_IP_ID] !== segment.ipId ||
      words[offset + LOG_TIMESTAMP_VALUE] !== segment.timestampValue
    ) {
      return false;
    }
    if (
      mustDiffer &&
      words[offset + LOG_TTL] === segment.ttl &&
      words[offset + LOG_INTERFACE] === segment.interfaceId
    ) {
      return false;
    }
    const elapsed = Math.abs(segment.instantNs - instantAt(words, offset + LOG_INSTANT));
    return elapsed <= (hasId ? mostNs : mostNsWithoutId);
  });
}

const scratch = new Float64Array(1);
const scratchWords = new Int32Array(scratch.buffer);

/** Reads a double that lies in two words. */
export function instantAt(words: Int32Array, index: number): number {
  scratchWords[0] = words[index];
  scratchWords[1] = words[index + 1];
  return scratch[0];
}
