import { RECORD_INSTANT, RECORD_PAYLOAD_BYTES, RECORD_SEQUENCE, type SegmentRecord } from '@fivewhys/capture';
import { instantAt } from './copies.ts';
import type { Cursor } from './cursor.ts';
import * as at from './layout.ts';
import { type SegmentLog, tailSegments } from './segment-log.ts';
import { growth } from './silence.ts';

/** Segments of less fit through every path of IPv6 (1280 bytes), and through all of IPv4 that is in use. */
export const leastLargeBytes = 1000;
/**
 * How long a segment must have been in vain: senders that look for the path's MTU themselves go over to a smaller size at the second time-out (XNU: net.inet.tcp.pmtud_blackhole_detection)
 * or later (Linux: tcp_retries1), and a time-out takes 0.2 s at the least. What an ICMP error tells a sender, it heeds in a round trip.
 */
const leastInVainNs = 0.5e9;
/** The same where only a hole tells of it. */
const leastMissingNs = 1e9;
/** A sender that only repairs a loss has sent something else just before; no time-out is shorter (Linux: TCP_RTO_MIN). */
const leastWaitNs = 0.2e9;
/** The largest segment where the capture does not hold the MSS: Ethernet's. A capture on the sender may hold larger ones, which its network card cuts. */
const usualMss = 1460;

/**
 * Looks in the log for earlier tries of a segment that were larger. One object searches for all: nothing is allocated.
 */
export class LargeTries {
  readonly #log: SegmentLog;
  readonly #visit = (words: Int32Array, offset: number, fromResponder: boolean): boolean =>
    this.#take(words, offset, fromResponder);
  /** The larger size. */
  bytes = 0;
  #count = 0;
  #firstNs = Number.NaN;
  #lastNs = Number.NaN;
  #beforeLastNs = Number.NaN;
  // What is looked for.
  #direction = 0;
  #sequence = 0;
  #smallerBytes = 0;
  #mostBytes = 0;
  #nowNs = 0;
  #isNewest = true;

  constructor(log: SegmentLog) {
    this.#log = log;
  }

  /**
   * Whether the segment's first byte was sent in larger segments of one size twice or more, at growing intervals and for half a second at least. A size of which the smaller
   * one is a whole part is none: network cards cut so, and kernels when they send only the first part again (tcp_retransmit_skb).
   */
  precede(cursor: Cursor, segment: SegmentRecord): boolean {
    const { words, row, slot } = cursor;
    this.bytes = 0;
    this.#count = 0;
    this.#direction = cursor.direction;
    this.#sequence = segment.sequence;
    this.#smallerBytes = segment.payloadBytes;
    this.#mostBytes = mostSegmentBytes(cursor);
    this.#nowNs = segment.instantNs;
    this.#isNewest = true;
    this.#log.findNewest(slot, words[row + at.LOGGED], words[row + at.NEWEST_LOGGED], tailSegments * 2, this.#visit);
    return (
      this.#count >= 2 &&
      this.bytes >= leastLargeBytes &&
      this.bytes % this.#smallerBytes !== 0 &&
      this.#nowNs - this.#firstNs >= leastInVainNs &&
      this.#nowNs - this.#lastNs >= growth * (this.#lastNs - this.#beforeLastNs)
    );
  }

  #take(words: Int32Array, offset: number, fromResponder: boolean): boolean {
    const payloadBytes = words[offset + RECORD_PAYLOAD_BYTES];
    if (fromResponder !== (this.#direction === 1) || payloadBytes === 0) return false;
    const instantNs = instantAt(words, offset + RECORD_INSTANT);
    if (this.#isNewest && this.#nowNs - instantNs < leastWaitNs) return true;
    this.#isNewest = false;
    if (
      words[offset + RECORD_SEQUENCE] !== this.#sequence ||
      payloadBytes <= this.#smallerBytes ||
      payloadBytes > this.#mostBytes ||
      payloadBytes < this.bytes
    ) {
      return false;
    }
    if (payloadBytes > this.bytes) {
      this.bytes = payloadBytes;
      this.#count = 0;
      this.#lastNs = instantNs;
    }
    this.#count += 1;
    if (this.#count === 2) this.#beforeLastNs = instantNs;
    this.#firstNs = instantNs;
    return false;
  }
}

/**
 * The size of the large segment of which the segment fills the first part, where nothing was seen of it but the hole that it left; 0 when the hole tells of none. It must have
 * stayed for a second, and be as large as one or several full segments by the MSS of the handshake. Full segments that were merely lost fill it by pieces of their own size.
 */
export function missingSegmentBytes(cursor: Cursor, { sequence, payloadBytes, instantNs }: SegmentRecord): number {
  const { words, cold, coldTimes, ownCold, otherCold, ownColdTime, ownState } = cursor;
  const left = cold[ownCold + at.HOLE_LEFT];
  const missing = (cold[ownCold + at.HOLE_RIGHT] - left) | 0;
  if (left !== sequence || payloadBytes >= missing) return 0;
  if (!(instantNs - coldTimes[ownColdTime + at.HALF_HOLE_INSTANT] >= leastMissingNs)) return 0;
  const optionBytes = (words[ownState + at.BITS] & at.HALF_TIMESTAMPS) !== 0 ? timestampOptionBytes : 0;
  for (const mss of [cold[ownCold + at.MSS], cold[otherCold + at.MSS]]) {
    const full = mss - optionBytes;
    if (full >= leastLargeBytes && missing % full === 0 && full % payloadBytes !== 0 && payloadBytes < full)
      return full;
  }
  return 0;
}

/** The option and its padding (RFC 7323 appendix A). */
const timestampOptionBytes = 12;

/** The largest segment that goes onto the wire as it is in the capture. */
export function mostSegmentBytes({ cold, ownCold, otherCold }: Cursor): number {
  const own = cold[ownCold + at.MSS];
  const other = cold[otherCold + at.MSS];
  if (own === 0 || other === 0) return own + other || usualMss;
  return Math.min(own, other);
}
