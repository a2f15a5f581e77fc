import {
  keptIndex,
  keptOffset,
  keptRecords,
  mostLookedBack,
  type PacketRing,
  RECORD_FLAGS,
  RECORD_FROM_RESPONDER,
  recordWords,
  type SegmentRecord,
} from '@fivewhys/capture';
import { hardSlots, headSegments } from './layout.ts';

/** Segments kept before the newest: what led to a reset. */
export const tailSegments = 16;

/** What a log takes from the ring's arena. */
export const logBytes = (keptRecords + (hardSlots + 1) * headSegments * recordWords) * 4 + 1024;

/**
 * The last segments of every connection, in bounded memory. A connection's first four segments are kept as long as it is. All later ones stay where they were written,
 * in the ring of packets, and are linked backwards from the newest. So of a connection that was silent while half a million other packets passed, only the first four are
 * left, and what its row says.
 */
export class SegmentLog {
  readonly #ring: PacketRing;
  /** Of each slot the records of its first segments. */
  readonly heads: Int32Array<SharedArrayBuffer>;
  /**
   * Of each record in the ring: the link to the same connection's segment before. A link is a position and, in the lowest bit, who sent the segment (0 the originator, 1 the
   * responder); 0 is none. They are not in the record, so that following a packet writes nothing where the thread that reads ahead writes.
   */
  readonly links: Int32Array<SharedArrayBuffer>;
  /** Position of the segment that was followed last. */
  newest = 0;

  constructor(ring: PacketRing) {
    this.#ring = ring;
    this.links = ring.arena.int32(keptRecords);
    this.heads = ring.arena.int32((hardSlots + 1) * headSegments * recordWords);
  }

  /** Keeps one of a connection's first segments. @param logged how many there were before, less than `headSegments` */
  appendToHead(slot: number, logged: number, segment: SegmentRecord, direction: number): void {
    const start = headOffset(slot, logged);
    const { heads } = this;
    const { kept } = this.#ring;
    const offset = keptOffset(segment.position);
    // Word by word: a view and a call for each of 15 words take longer.
    for (let word = 0; word < recordWords; word += 1) heads[start + word] = kept[offset + word];
    if (direction === 1) heads[start + RECORD_FLAGS] |= RECORD_FROM_RESPONDER;
    this.newest = segment.position;
  }

  /**
   * Keeps a later segment.
   *
   * @param newest link to the connection's newest segment
   * @returns the link to this one
   */
  append(newest: number, position: number, direction: number): number {
    this.links[keptIndex(position)] = newest;
    this.newest = position;
    return (position << 1) | direction;
  }

  /** Copies what is kept of a connection, oldest first, into one array of `recordWords` per segment. */
  copy(slot: number, logged: number, newest: number): Int32Array {
    const kept: Int32Array[] = [];
    this.findNewest(slot, logged, newest, tailSegments + headSegments, (words, offset, fromResponder) => {
      const segment = words.slice(offset, offset + recordWords);
      if (fromResponder) segment[RECORD_FLAGS] |= RECORD_FROM_RESPONDER;
      kept.push(segment);
      return false;
    });
    const copy = new Int32Array(kept.length * recordWords);
    for (const [index, segment] of kept.entries()) copy.set(segment, (kept.length - 1 - index) * recordWords);
    return copy;
  }

  /**
   * Runs over the newest segments, newest first, at most `count`, until `visit` returns true. The first four come last.
   *
   * @param newest link to the newest
   * @param visit called with where a record of the kept form lies
   */
  findNewest(
    slot: number,
    logged: number,
    newest: number,
    count: number,
    visit: (words: Int32Array, offset: number, fromResponder: boolean) => boolean,
  ): boolean {
    const { kept } = this.#ring;
    let left = count;
    let link = newest;
    for (let seen = 0; seen < tailSegments && left > 0 && this.#holds(link); seen += 1) {
      const index = keptIndex(link >> 1);
      if (visit(kept, index * recordWords, (link & 1) === 1)) return true;
      link = this.links[index];
      left -= 1;
    }
    const { heads } = this;
    for (let index = Math.min(logged, headSegments) - 1; index >= 0 && left > 0; index -= 1) {
      const offset = headOffset(slot, index);
      if (visit(heads, offset, (heads[offset + RECORD_FLAGS] & RECORD_FROM_RESPONDER) !== 0)) return true;
      left -= 1;
    }
    return false;
  }

  /** Whether the segment is still in the ring. */
  #holds(link: number): boolean {
    const age = (this.newest - (link >> 1)) & 0x7fff_ffff; // a link has no room for the highest bit
    return link !== 0 && age < mostLookedBack;
  }
}

function headOffset(slot: number, index: number): number {
  return (slot * headSegments + index) * recordWords;
}
