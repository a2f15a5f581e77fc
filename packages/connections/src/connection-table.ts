import {
  FLIGHT_DESTINATION_3,
  FLIGHT_DESTINATION_PORT,
  FLIGHT_FLAGS,
  FLIGHT_HASH,
  FLIGHT_INSTANT,
  FLIGHT_SOURCE_3,
  FLIGHT_SOURCE_PORT,
  familyShift,
  flightOffset,
  type IcmpError,
  type PacketRing,
  RARE_DESTINATION_0,
  RARE_SOURCE_0,
  rareOffset,
} from '@fivewhys/capture';
import { ClockHand } from './clock-hand.ts';
import type { ConnectionRows } from './connection-rows.ts';
import { forgetInstants } from './forget-instants.ts';
import {
  CHAIN,
  coldWords,
  FAMILY,
  HALF,
  HASH,
  halfWords,
  ORIGINATOR_ADDRESS_0,
  ORIGINATOR_ADDRESS_3,
  ORIGINATOR_PORT,
  PREDECESSOR,
  RESPONDER_ADDRESS_0,
  RESPONDER_ADDRESS_3,
  RESPONDER_PORT,
  rowWords,
  STATE,
  STATE_LIVE,
  SUCCESSOR,
} from './layout.ts';
import { hashQuoted, isQuoted } from './quoted-tuple.ts';
import { writeTuple } from './write-tuple.ts';

/** Up to here every connection is kept to the capture's end, so that streams are numbered exactly as Wireshark does; beyond, those closed long ago are let go. */
const softSlots = 65_536;
/** More than this are never held: a flood of SYNs from made-up addresses would fill any memory. */
const hardSlots = 131_072;
/** Packets for which `warm` reads ahead at once. */
export const mostWarmed = 16;

/**
 * The connections that are tracked: rows in typed arrays, found through a hash of the 4-tuple that is the same for both directions.
 */
export class ConnectionTable implements ConnectionRows {
  words = new Int32Array(softSlots * rowWords);
  /** The same memory as doubles. */
  times = new Float64Array(this.words.buffer);
  cold = new Int32Array(softSlots * coldWords);
  coldTimes = new Float64Array(this.cold.buffer);
  /** Slots ever used. */
  used = 0;
  /** Live connections. */
  live = 0;
  /** Live connections that had to be let go to bound memory. */
  evicted = 0;
  /** Where `warm` leaves what it read, so that reading it is not optimized away. */
  warmed = 0;
  /** Set by `find`: 0 when the segment came from the originator, 1 from the responder. */
  direction = 0;
  #capacity = softSlots;
  #buckets = new Int32Array(softSlots * 4).fill(-1);
  #mask = softSlots * 4 - 1;
  readonly #heads = new Int32Array(mostWarmed);
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
  }

  /**
   * Reads a word of each cache line that following these packets will need, all buckets first, then all rows: the processor then waits for many
   * lines at once instead of for one after the other. That makes tracking of many connections about twice as fast. Changes nothing.
   *
   * @param first position of the first packet
   * @param count at most `mostWarmed`
   */
  warm(first: number, count: number): void {
    const { words } = this;
    const { flight } = this.#ring;
    const heads = this.#heads;
    for (let index = 0; index < count; index += 1) {
      heads[index] = this.#buckets[flight[flightOffset(first + index) + FLIGHT_HASH] & this.#mask];
    }
    let sum = 0;
    for (let index = 0; index < count; index += 1) {
      const slot = heads[index];
      if (slot < 0) continue;
      const row = slot * rowWords;
      const isOriginator = words[row + ORIGINATOR_PORT] === flight[flightOffset(first + index) + FLIGHT_SOURCE_PORT];
      sum ^= words[row + HALF + (isOriginator ? 0 : halfWords)];
    }
    this.warmed = sum;
  }

  /** The newest connection of the 4-tuple of the segment at a position, or -1; `direction` says who sent the segment. */
  find(position: number): number {
    const { words } = this;
    const { flight } = this.#ring;
    const offset = flightOffset(position);
    const hash = flight[offset + FLIGHT_HASH];
    const source = flight[offset + FLIGHT_SOURCE_3];
    const destination = flight[offset + FLIGHT_DESTINATION_3];
    const sourcePort = flight[offset + FLIGHT_SOURCE_PORT];
    const destinationPort = flight[offset + FLIGHT_DESTINATION_PORT];
    const family = (flight[offset + FLIGHT_FLAGS] >> familyShift) & 7;
    let slot = this.#buckets[hash & this.#mask];
    while (slot >= 0) {
      const row = slot * rowWords;
      const isOriginator = words[row + ORIGINATOR_PORT] === sourcePort && words[row + ORIGINATOR_ADDRESS_3] === source;
      const direction = isOriginator ? 0 : 1;
      if (
        words[row + HASH] === hash &&
        words[row + ORIGINATOR_PORT + direction] === sourcePort &&
        words[row + ORIGINATOR_ADDRESS_3 + direction] === source &&
        words[row + RESPONDER_PORT - direction] === destinationPort &&
        words[row + RESPONDER_ADDRESS_3 - direction] === destination &&
        words[row + FAMILY] === family
      ) {
        if (family === 6) return this.#findPrefixes(slot, position);
        this.direction = direction;
        return slot;
      }
      slot = words[row + CHAIN];
    }
    return -1;
  }

  /** Goes on from a slot for an IPv6 segment: there the first three words of the addresses must be equal, too, and alone tell two ends with equal last words apart. */
  #findPrefixes(from: number, position: number): number {
    const { words } = this;
    const { flight } = this.#ring;
    const offset = flightOffset(position);
    for (let slot = from; slot >= 0; slot = words[slot * rowWords + CHAIN]) {
      const row = slot * rowWords;
      if (words[row + HASH] !== flight[offset + FLIGHT_HASH] || words[row + FAMILY] !== 6) continue;
      for (this.direction = 0; this.direction < 2; this.direction += 1) {
        if (
          words[row + ORIGINATOR_PORT + this.direction] === flight[offset + FLIGHT_SOURCE_PORT] &&
          words[row + RESPONDER_PORT - this.direction] === flight[offset + FLIGHT_DESTINATION_PORT] &&
          words[row + ORIGINATOR_ADDRESS_3 + this.direction] === flight[offset + FLIGHT_SOURCE_3] &&
          words[row + RESPONDER_ADDRESS_3 - this.direction] === flight[offset + FLIGHT_DESTINATION_3] &&
          this.#hasPrefixes(slot, this.direction, rareOffset(position))
        ) {
          return slot;
        }
      }
    }
    return -1;
  }

  #hasPrefixes(slot: number, direction: number, offset: number): boolean {
    const { cold } = this;
    const { rare } = this.#ring;
    const source = slot * coldWords + (direction === 0 ? ORIGINATOR_ADDRESS_0 : RESPONDER_ADDRESS_0);
    const destination = slot * coldWords + (direction === 0 ? RESPONDER_ADDRESS_0 : ORIGINATOR_ADDRESS_0);
    for (let word = 0; word < 3; word += 1) {
      if (cold[source + word] !== rare[offset + RARE_SOURCE_0 + word]) return false;
      if (cold[destination + word] !== rare[offset + RARE_DESTINATION_0 + word]) return false;
    }
    return true;
  }

  /** The newest connection of the tuple that an ICMP error quotes, or -1; `direction` says who had sent the quoted segment. */
  findQuoted(error: IcmpError): number {
    const { words } = this;
    const hash = hashQuoted(error, this.#ring.memory.seed);
    for (let slot = this.#buckets[hash & this.#mask]; slot >= 0; slot = words[slot * rowWords + CHAIN]) {
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
   * @param position of the segment
   * @param flipped the segment's sender is the responder
   */
  open(position: number, flipped: boolean, predecessor: number): number {
    const { flight, flightTimes } = this.#ring;
    const offset = flightOffset(position);
    const slot = this.#takeSlot(flightTimes[(offset + FLIGHT_INSTANT) >> 1], predecessor);
    const { words, cold } = this;
    const row = slot * rowWords;
    const coldRow = slot * coldWords;
    const hash = flight[offset + FLIGHT_HASH];
    words[row + STATE] = STATE_LIVE;
    writeTuple(this, slot, this.#ring, position, flipped);
    words[row + HASH] = hash;
    cold[coldRow + PREDECESSOR] = predecessor;
    cold[coldRow + SUCCESSOR] = -1;
    if (predecessor >= 0) {
      this.#unlink(predecessor);
      cold[predecessor * coldWords + SUCCESSOR] = slot;
    }
    const bucket = hash & this.#mask;
    words[row + CHAIN] = this.#buckets[bucket];
    this.#buckets[bucket] = slot;
    this.live += 1;
    if (this.live * 2 > this.#buckets.length) this.#rehash();
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
    if (this.used === this.#capacity) this.#grow();
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
    const bucket = words[row + HASH] & this.#mask;
    if (this.#buckets[bucket] === slot) {
      this.#buckets[bucket] = words[row + CHAIN];
      return;
    }
    let at = this.#buckets[bucket];
    while (at >= 0) {
      const next = words[at * rowWords + CHAIN];
      if (next === slot) {
        words[at * rowWords + CHAIN] = words[row + CHAIN];
        return;
      }
      at = next;
    }
  }

  /** Once, to the most there may be. Rows that were not touched yet cost no memory, only addresses. */
  #grow(): void {
    this.#capacity = hardSlots + 1;
    const words = new Int32Array(this.#capacity * rowWords);
    words.set(this.words);
    this.words = words;
    this.times = new Float64Array(words.buffer);
    const cold = new Int32Array(this.#capacity * coldWords);
    cold.set(this.cold);
    this.cold = cold;
    this.coldTimes = new Float64Array(cold.buffer);
  }

  #rehash(): void {
    this.#buckets = new Int32Array(this.#buckets.length * 4).fill(-1);
    this.#mask = this.#buckets.length - 1;
    const { words } = this;
    for (let slot = 0; slot < this.used; slot += 1) {
      const row = slot * rowWords;
      // Superseded connections of a tuple are not found by hash: they hang on their successor.
      if ((words[row + STATE] & STATE_LIVE) === 0 || this.cold[slot * coldWords + SUCCESSOR] >= 0) continue;
      const bucket = words[row + HASH] & this.#mask;
      words[row + CHAIN] = this.#buckets[bucket];
      this.#buckets[bucket] = slot;
    }
  }
}
