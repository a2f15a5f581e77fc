import type { Segment } from '@fivewhys/capture';

/** Words of one logged segment: one cache line. */
export const loggedWords = 16;
export const LOG_FRAME = 0;
/** TCP flags, `LOG_FROM_RESPONDER`, and what DF was. */
export const LOG_FLAGS = 1;
export const LOG_SEQUENCE = 2;
export const LOG_ACKNOWLEDGMENT = 3;
export const LOG_PAYLOAD_BYTES = 4;
export const LOG_WINDOW = 5;
export const LOG_TTL = 6;
export const LOG_IP_ID = 7;
export const LOG_OPTIONS = 8;
export const LOG_TIMESTAMP_VALUE = 9;
/** A double in two words. */
export const LOG_INSTANT = 10;
export const LOG_TIMESTAMP_ECHO = 12;
export const LOG_INTERFACE = 13;
/** Lower 32 bits of the source MAC address. */
export const LOG_LINK_SOURCE = 14;
/** Position of the same connection's segment before, 0 if there is none. */
export const LOG_PREVIOUS = 15;
export const LOG_FROM_RESPONDER = 0x10000;
/** DF plus 1, in two bits: 0 unknown, 1 off, 2 on. */
export const logDontFragmentShift = 17;

/** Segments kept from a connection's beginning: the handshake and the first data. */
export const headSegments = 4;
/** Segments kept before the newest: what led to a reset. */
export const tailSegments = 16;

const headsPerPage = 1024;
const segmentsPerPage = 65_536;
/** The newest half million segments of the capture are there to be looked back at: 32 MiB. */
const mostPages = 8;

/**
 * Writes one segment in the log's form at a word offset, without `LOG_PREVIOUS`.
 *
 * @param times the same memory as `words`, as doubles
 */
export function writeSegment(
  words: Int32Array,
  times: Float64Array,
  offset: number,
  segment: Segment,
  fromResponder: boolean,
): void {
  const flags = segment.flags | ((segment.dontFragment + 1) << logDontFragmentShift);
  words[offset + LOG_FRAME] = segment.frame;
  words[offset + LOG_FLAGS] = fromResponder ? flags | LOG_FROM_RESPONDER : flags;
  words[offset + LOG_SEQUENCE] = segment.sequence;
  words[offset + LOG_ACKNOWLEDGMENT] = segment.acknowledgment;
  words[offset + LOG_PAYLOAD_BYTES] = segment.payloadBytes;
  words[offset + LOG_WINDOW] = segment.window;
  words[offset + LOG_TTL] = segment.ttl;
  words[offset + LOG_IP_ID] = segment.ipId;
  words[offset + LOG_OPTIONS] = segment.options;
  words[offset + LOG_TIMESTAMP_VALUE] = segment.timestampValue;
  times[(offset + LOG_INSTANT) >> 1] = segment.instantNs;
  words[offset + LOG_TIMESTAMP_ECHO] = segment.timestampEcho;
  words[offset + LOG_INTERFACE] = segment.interfaceId;
  words[offset + LOG_LINK_SOURCE] = (segment.linkSourceHigh << 16) | segment.linkSourceLow;
}

interface Page {
  readonly words: Int32Array;
  readonly times: Float64Array;
}

function makePage(segments: number): Page {
  const words = new Int32Array(segments * loggedWords);
  return { words, times: new Float64Array(words.buffer) };
}

/**
 * The last segments of every connection, in bounded memory. A connection's first four segments are kept as long as it is. All later ones are written one after the other
 * into a ring, each with the position of the same connection's segment before: writing in order is what memory does best, where a ring per connection cost a cache miss
 * per segment. So of a connection that was silent while half a million other segments passed, only the first four are left, and what its row says.
 */
export class SegmentLog {
  readonly #heads: Page[] = [];
  readonly #pages: Page[] = [];
  /** Position of the next segment, from 1; it wraps at 2^32, so positions are compared by their distance. */
  #next = 1;

  /** Makes room for the head of `slot`. */
  reserve(slot: number): void {
    while (this.#heads.length * headsPerPage <= slot) this.#heads.push(makePage(headsPerPage * headSegments));
  }

  /**
   * @param logged how many segments the connection logged before
   * @param newest position of its newest segment in the ring, or 0
   * @returns the position to store with the connection
   */
  append(slot: number, logged: number, newest: number, segment: Segment, fromResponder: boolean): number {
    if (logged < headSegments) {
      const { words, times } = this.#heads[(slot / headsPerPage) | 0];
      writeSegment(words, times, headOffset(slot, logged), segment, fromResponder);
      return 0;
    }
    const position = this.#next;
    const index = position & (mostPages * segmentsPerPage - 1);
    const page = this.#pages[(index / segmentsPerPage) | 0] ?? this.#addPage(index);
    const offset = (index % segmentsPerPage) * loggedWords;
    writeSegment(page.words, page.times, offset, segment, fromResponder);
    page.words[offset + LOG_PREVIOUS] = newest;
    this.#next = (position + 1) | 0 || 1; // 0 means none
    return position;
  }

  /** Copies what is kept of a connection, oldest first, into one array of `loggedWords` per segment. */
  copy(slot: number, logged: number, newest: number): Int32Array {
    const kept: Int32Array[] = [];
    this.findNewest(slot, logged, newest, tailSegments + headSegments, (words, offset) => {
      kept.push(words.subarray(offset, offset + loggedWords));
      return false;
    });
    const copy = new Int32Array(kept.length * loggedWords);
    for (const [index, segment] of kept.entries()) copy.set(segment, (kept.length - 1 - index) * loggedWords);
    return copy;
  }

  /** Runs over the newest segments, newest first, at most `count`, until `visit` returns true. The first four come last. */
  findNewest(
    slot: number,
    logged: number,
    newest: number,
    count: number,
    visit: (words: Int32Array, offset: number) => boolean,
  ): boolean {
    let left = count;
    let position = newest;
    for (let seen = 0; seen < tailSegments && left > 0 && this.#holds(position); seen += 1) {
      const index = position & (mostPages * segmentsPerPage - 1);
      const { words } = this.#pages[(index / segmentsPerPage) | 0];
      const offset = (index % segmentsPerPage) * loggedWords;
      if (visit(words, offset)) return true;
      position = words[offset + LOG_PREVIOUS];
      left -= 1;
    }
    const { words } = this.#heads[(slot / headsPerPage) | 0];
    for (let index = Math.min(logged, headSegments) - 1; index >= 0 && left > 0; index -= 1) {
      if (visit(words, headOffset(slot, index))) return true;
      left -= 1;
    }
    return false;
  }

  /** Whether the position was written and not yet overwritten. */
  #holds(position: number): boolean {
    const age = (this.#next - position) | 0;
    return position !== 0 && age > 0 && age < mostPages * segmentsPerPage;
  }

  #addPage(index: number): Page {
    const page = makePage(segmentsPerPage);
    this.#pages[(index / segmentsPerPage) | 0] = page;
    return page;
  }
}

function headOffset(slot: number, index: number): number {
  return ((slot % headsPerPage) * headSegments + index) * loggedWords;
}
