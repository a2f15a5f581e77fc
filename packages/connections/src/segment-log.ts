import {
  keptOffset,
  type PacketRing,
  RECORD_FLAGS,
  RECORD_FROM_RESPONDER,
  RECORD_PREVIOUS,
  recordWords,
  type SegmentRecord,
} from '@fivewhys/capture';

/** Segments kept from a connection's beginning: the handshake and the first data. */
export const headSegments = 4;
/** Segments kept before the newest: what led to a reset. */
export const tailSegments = 16;

const headsPerPage = 1024;

/**
 * The last segments of every connection, in bounded memory. A connection's first four segments are kept as long as it is. All later ones stay where they were written,
 * in the ring of packets, each with the position of the same connection's segment before: writing in order is what memory does best, where a ring per connection cost a
 * cache miss per segment. So of a connection that was silent while half a million other packets passed, only the first four are left, and what its row says.
 */
export class SegmentLog {
  readonly #ring: PacketRing;
  readonly #heads: Int32Array[] = [];
  /** Position of the segment that was followed last. */
  newest = 0;

  constructor(ring: PacketRing) {
    this.#ring = ring;
  }

  /** Makes room for the head of `slot`. */
  reserve(slot: number): void {
    while (this.#heads.length * headsPerPage <= slot) {
      this.#heads.push(new Int32Array(headsPerPage * headSegments * recordWords));
    }
  }

  /**
   * @param logged how many segments the connection logged before
   * @param newest position of its newest segment in the ring, or 0
   * @returns the position to store with the connection
   */
  append(slot: number, logged: number, newest: number, segment: SegmentRecord, fromResponder: boolean): number {
    const { kept, offset, position } = segment;
    if (fromResponder) kept[offset + RECORD_FLAGS] |= RECORD_FROM_RESPONDER;
    this.newest = position;
    if (logged >= headSegments) {
      kept[offset + RECORD_PREVIOUS] = newest;
      return position;
    }
    const head = this.#heads[(slot / headsPerPage) | 0];
    const start = headOffset(slot, logged);
    for (let word = 0; word < recordWords; word += 1) head[start + word] = kept[offset + word];
    return 0;
  }

  /** Copies what is kept of a connection, oldest first, into one array of `recordWords` per segment. */
  copy(slot: number, logged: number, newest: number): Int32Array {
    const kept: Int32Array[] = [];
    this.findNewest(slot, logged, newest, tailSegments + headSegments, (words, offset) => {
      kept.push(words.subarray(offset, offset + recordWords));
      return false;
    });
    const copy = new Int32Array(kept.length * recordWords);
    for (const [index, segment] of kept.entries()) copy.set(segment, (kept.length - 1 - index) * recordWords);
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
    const { kept } = this.#ring;
    let left = count;
    let position = newest;
    for (let seen = 0; seen < tailSegments && left > 0 && this.#ring.holds(position, this.newest); seen += 1) {
      const offset = keptOffset(position);
      if (visit(kept, offset)) return true;
      position = kept[offset + RECORD_PREVIOUS];
      left -= 1;
    }
    const head = this.#heads[(slot / headsPerPage) | 0];
    for (let index = Math.min(logged, headSegments) - 1; index >= 0 && left > 0; index -= 1) {
      if (visit(head, headOffset(slot, index))) return true;
      left -= 1;
    }
    return false;
  }
}

function headOffset(slot: number, index: number): number {
  return ((slot % headsPerPage) * headSegments + index) * recordWords;
}
