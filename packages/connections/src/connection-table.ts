import { asDoubles, FLIGHT_INSTANT, flightOffset, type IcmpError, type PacketRing } from '@fivewhys/capture';
import { ClockHand } from './clock-hand.ts';
import type { ConnectionRows } from './connection-rows.ts';
import { forgetInstants } from './forget-instants.ts';
import {
  bucketCount,
  CHAIN,
  coldWords,
  FAMILY,
  HASH,
  hardSlots,
  PREDECESSOR,
  rowWords,
  STATE,
  STATE_LIVE,
  SUCCESSOR,
  softSlots,
} from './layout.ts';
import { hashQuoted, isQuoted } from './quoted-tuple.ts';
import { writeTuple } from './write-tuple.ts';

/** Rows: the most that are held, and one that is opened before another is let go. */
const rowCount = hardSlots + 1;
/** What a table takes from the ring's arena. */
export const tableBytes = (rowCount * (rowWords + coldWords) + bucketCount) * 4 + 1024;

/**
 * The connections that are tracked: rows in typed arrays, found through a hash of the 4-tuple that is the same for both directions.
 */
export class ConnectionTable implements ConnectionRows {
  readonly words: Int32Array<SharedArrayBuffer>;
  /** The same memory as doubles. */
  readonly times: Float64Array;
  readonly cold: Int32Array<SharedArrayBuffer>;
  readonly coldTimes: Float64Array;
  /** The first slot of each hash, or -1. */
  readonly buckets: Int32Array<SharedArrayBuffer>;
  /** Slots ever used. */
  used = 0;
  /** Live connections. */
  live = 0;
  /** Live connections that had to be let go to bound memory. */
  evicted = 0;
  /** Of the segment that is looked at: 0 when it came from the originator, 1 from the responder. */
  direction = 0;
  /** And the hash of its 4-tuple. */
  hash = 0;
  readonly #ring: PacketRing;
  readonly #hand = new ClockHand();
  readonly #free: number[] = [];
  readonly #release: (slot: number) => void;

  /**
   * @param ring of the packets that are followed
   * @param release called when a connection is let go before the capture's end, while its row is still intact
   */
  constructor(ring: PacketRing, release: (slot: number) => void) {
    this.#ring = ring;
    this.#release = release;
    // Rows that were not touched yet cost no memory, only addresses.
    this.words = ring.arena.int32(rowCount * rowWords);
    this.times = asDoubles(this.words);
    this.cold = ring.arena.int32(rowCount * coldWords);
    this.coldTimes = asDoubles(this.cold);
    this.buckets = ring.arena.int32(bucketCount).fill(-1);
  }

  /** The newest connection of the tuple that an ICMP error quotes, or -1; `direction` says who had sent the quoted segment. */
  findQuoted(error: IcmpError): number {
    const { words } = this;
    const hash = hashQuoted(error, this.#ring.memory.seed);
    for (let slot = this.buckets[hash & (bucketCount - 1)]; slot >= 0; slot = words[slot * rowWords + CHAIN]) {
      if (words[slot * rowWords + HASH] !== hash || words[slot * rowWords + FAMILY] !== error.family) continue;
      for (this.direction = 0; this.direction < 2; this.direction += 1) {
        if (isQuoted(this, slot, this.direction === 0, error)) return slot;
      }
    }
    return -1;
  }

  /**
   * Opens a connection for the segment's tuple. The older one of the same tuple, if any, is not found any more, but kept as predecessor.
   *
   * @param position of the segment that is looked at
   * @param flipped the segment's sender is the responder
   */
  open(position: number, flipped: boolean, predecessor: number): number {
    const instantNs = this.#ring.flightTimes[(flightOffset(position) + FLIGHT_INSTANT) >> 1];
    const slot = this.#takeSlot(instantNs, predecessor);
    const { words, cold } = this;
    const row = slot * rowWords;
    const coldRow = slot * coldWords;
    const { hash } = this;
    words[row + STATE] = STATE_LIVE;
    writeTuple(this, slot, this.#ring, position, flipped);
    words[row + HASH] = hash;
    cold[coldRow + PREDECESSOR] = predecessor;
    cold[coldRow + SUCCESSOR] = -1;
    if (predecessor >= 0) {
      this.#unlink(predecessor);
      cold[predecessor * coldWords + SUCCESSOR] = slot;
    }
    const bucket = hash & (bucketCount - 1);
    words[row + CHAIN] = this.buckets[bucket];
    this.buckets[bucket] = slot;
    this.live += 1;
    this.direction = flipped ? 1 : 0;
    return slot;
  }

  /** Lets a connection go; its slot is used again. Those before it on the same tuple, kept for its sake, go with it. */
  free(slot: number): void {
    const { words, cold } = this;
    const successor = cold[slot * coldWords + SUCCESSOR];
    if (successor < 0) this.#unlink(slot);
    else cold[successor * coldWords + PREDECESSOR] = -1;
    // All are released before any row is given up: a connection is described together with its predecessor.
    for (let at = slot; at >= 0; at = cold[at * coldWords + PREDECESSOR]) this.#release(at);
    for (let at = slot; at >= 0; ) {
      words[at * rowWords + STATE] = 0;
      this.live -= 1;
      this.#free.push(at);
      at = cold[at * coldWords + PREDECESSOR];
    }
  }

  #takeSlot(nowNs: number, keep: number): number {
    if (this.live >= softSlots) this.#letOneGo(nowNs, keep);
    const free = this.#free.pop();
    if (free !== undefined) {
      this.words.fill(0, free * rowWords, (free + 1) * rowWords);
      this.cold.fill(0, free * coldWords, (free + 1) * coldWords);
      forgetInstants(this, free);
      return free;
    }
    const slot = this.used;
    this.used += 1;
    forgetInstants(this, slot);
    return slot;
  }

  /** Lets a connection go that closed long ago or, at the hard limit, the one that was idle longest. */
  #letOneGo(nowNs: number, keep: number): void {
    const closed = this.#hand.closedLongAgo(this, this.used, nowNs, keep);
    const { idlest } = this.#hand;
    if (closed >= 0) {
      this.free(closed);
    } else if (this.live >= hardSlots && idlest >= 0) {
      if (this.cold[idlest * coldWords + SUCCESSOR] < 0) this.evicted += 1;
      this.free(idlest);
    }
  }

  #unlink(slot: number): void {
    const { words } = this;
    const row = slot * rowWords;
    const bucket = words[row + HASH] & (bucketCount - 1);
    if (this.buckets[bucket] === slot) {
      this.buckets[bucket] = words[row + CHAIN];
      return;
    }
    let at = this.buckets[bucket];
    while (at >= 0) {
      const next = words[at * rowWords + CHAIN];
      if (next === slot) {
        words[at * rowWords + CHAIN] = words[row + CHAIN];
        return;
      }
      at = next;
    }
  }
}
