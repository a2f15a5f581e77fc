import type { Segment } from '@fivewhys/capture';

/** Words of one logged segment: one cache line. */
export const loggedWords = 16;
export const LOG_FRAME = 0;
/** TCP flags, and `LOG_FROM_RESPONDER`. */
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
export const LOG_DONT_FRAGMENT = 15;
export const LOG_FROM_RESPONDER = 0x10000;

/** Segments kept from a connection's beginning: the handshake and the first data. */
export const headSegments = 4;
/** Segments kept before the newest: what led to a reset. */
export const tailSegments = 16;
/** Up to here the log holds all segments of a connection. */
export const loggedSegments = headSegments + tailSegments;

const blocksPerPage = 1024;

/**
 * Writes one segment in the log's form at a word offset.
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
  words[offset + LOG_FRAME] = segment.frame;
  words[offset + LOG_FLAGS] = fromResponder ? segment.flags | LOG_FROM_RESPONDER : segment.flags;
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
  words[offset + LOG_DONT_FRAGMENT] = segment.dontFragment;
}

/** Fixed-size blocks of logged segments in pages that are made when needed; freed blocks are used again. */
class BlockPool {
  readonly #pages: { words: Int32Array; times: Float64Array }[] = [];
  readonly #free: number[] = [];
  readonly #segmentsPerBlock: number;
  #made = 0;

  constructor(segmentsPerBlock: number) {
    this.#segmentsPerBlock = segmentsPerBlock;
  }

  take(): number {
    const block = this.#free.pop() ?? this.#made++;
    if (block >= this.#pages.length * blocksPerPage) {
      const words = new Int32Array(blocksPerPage * this.#segmentsPerBlock * loggedWords);
      this.#pages.push({ words, times: new Float64Array(words.buffer) });
    }
    return block;
  }

  give(block: number): void {
    this.#free.push(block);
  }

  write(block: number, index: number, segment: Segment, fromResponder: boolean): void {
    const page = this.#pages[(block / blocksPerPage) | 0];
    const offset = ((block % blocksPerPage) * this.#segmentsPerBlock + index) * loggedWords;
    writeSegment(page.words, page.times, offset, segment, fromResponder);
  }

  word(block: number, index: number): number {
    const { words } = this.#pages[(block / blocksPerPage) | 0];
    return words[((block % blocksPerPage) * this.#segmentsPerBlock + index) * loggedWords];
  }

  /** The words of one logged segment, in place. */
  at(block: number, index: number): { words: Int32Array; offset: number } {
    const { words } = this.#pages[(block / blocksPerPage) | 0];
    return { words, offset: ((block % blocksPerPage) * this.#segmentsPerBlock + index) * loggedWords };
  }
}

/**
 * The last segments of every connection, in bounded memory: its first four in a head (block number = slot), the newest sixteen in a ring (tail) that
 * only connections with more than four segments have.
 */
export class SegmentLog {
  readonly #heads = new BlockPool(headSegments);
  readonly #tails = new BlockPool(tailSegments);
  #headBlocks = 0;

  /** Makes room for the head of `slot`. Slots are taken in ascending order first. */
  reserve(slot: number): void {
    while (this.#headBlocks <= slot) {
      this.#heads.take();
      this.#headBlocks += 1;
    }
  }

  /**
   * @param logged how many segments the connection logged before
   * @param tailBlock the connection's tail, or -1
   * @returns the tail to store with the connection
   */
  append(slot: number, logged: number, tailBlock: number, segment: Segment, fromResponder: boolean): number {
    if (logged < headSegments) {
      this.#heads.write(slot, logged, segment, fromResponder);
      return tailBlock;
    }
    const tail = tailBlock < 0 ? this.#tails.take() : tailBlock;
    this.#tails.write(tail, (logged - headSegments) % tailSegments, segment, fromResponder);
    return tail;
  }

  /** A word of where the next segment will be written; only to bring that place into the cache. */
  nextWord(slot: number, logged: number, tailBlock: number): number {
    if (logged < headSegments) return this.#heads.word(slot, logged);
    return tailBlock < 0 ? 0 : this.#tails.word(tailBlock, (logged - headSegments) % tailSegments);
  }

  freeTail(tailBlock: number): void {
    this.#tails.give(tailBlock);
  }

  /** Copies what is kept of a connection, oldest first, into one array of `loggedWords` per segment. */
  copy(slot: number, logged: number, tailBlock: number): Int32Array {
    const inHead = Math.min(logged, headSegments);
    const inTail = Math.min(Math.max(logged - headSegments, 0), tailSegments);
    const copy = new Int32Array((inHead + inTail) * loggedWords);
    for (let index = 0; index < inHead; index += 1) copyOne(copy, index, this.#heads.at(slot, index));
    const first = logged - headSegments - inTail;
    for (let index = 0; index < inTail; index += 1) {
      copyOne(copy, inHead + index, this.#tails.at(tailBlock, (first + index) % tailSegments));
    }
    return copy;
  }

  /** Runs over the newest segments, newest first, at most `count`, until `visit` returns true. */
  findNewest(
    slot: number,
    logged: number,
    tailBlock: number,
    count: number,
    visit: (words: Int32Array, offset: number) => boolean,
  ): boolean {
    for (let index = logged - 1; index >= 0 && index >= logged - count; index -= 1) {
      if (index < headSegments && index >= 0) {
        const { words, offset } = this.#heads.at(slot, index);
        if (visit(words, offset)) return true;
      } else {
        if (index < logged - tailSegments) return false;
        const { words, offset } = this.#tails.at(tailBlock, (index - headSegments) % tailSegments);
        if (visit(words, offset)) return true;
      }
    }
    return false;
  }
}

function copyOne(target: Int32Array, index: number, source: { words: Int32Array; offset: number }): void {
  target.set(source.words.subarray(source.offset, source.offset + loggedWords), index * loggedWords);
}
