import {
  FLIGHT_DESTINATION_0,
  FLIGHT_DESTINATION_3,
  FLIGHT_DESTINATION_PORT,
  FLIGHT_FAMILY,
  FLIGHT_SOURCE_0,
  FLIGHT_SOURCE_3,
  FLIGHT_SOURCE_PORT,
  flightOffset,
  type IcmpError,
  recordWords,
} from '@fivewhys/capture';
import {
  CHAIN,
  coldTimes as coldTimesPerRow,
  coldWords,
  FAMILY,
  FIRST_INSTANT,
  HALF,
  HALF_FIN_INSTANT,
  HALF_HOLE_INSTANT,
  HALF_LAST_INSTANT,
  HALF_RESET_INSTANT,
  HALF_TIMES,
  HALF_TIMESTAMP_INSTANT,
  HANDSHAKE_ACK_INSTANT,
  HASH,
  halfColdTimes,
  halfTimes,
  halfWords,
  LAST_INSTANT,
  ORIGINATOR_ADDRESS_0,
  ORIGINATOR_ADDRESS_3,
  ORIGINATOR_PORT,
  PREDECESSOR,
  RESPONDER_ADDRESS_0,
  RESPONDER_ADDRESS_3,
  RESPONDER_PORT,
  rowTimes,
  rowWords,
  STATE,
  STATE_CLOSED,
  STATE_LIVE,
  SUCCESSOR,
  SYN_ACK_INSTANT,
  SYN_INSTANT,
} from './layout.ts';

/** Up to here every connection is kept to the capture's end, so that streams are numbered exactly as Wireshark does. */
const softSlots = 65_536;
/** Beyond `softSlots`, connections that were closed this long ago are let go. Linux's TIME_WAIT lasts 60 s; this is twice that. */
const keepClosedNs = 120e9;
/** More than this are never held: a flood of SYNs from made-up addresses would fill any memory. */
const hardSlots = 131_072;
/** Packets for which `warm` reads ahead at once. */
export const mostWarmed = 16;
/** Slots looked at for one to let go, each time a new one is needed. */
const scanSlots = 64;

/**
 * The connections that are tracked: rows in typed arrays, found through a hash of the 4-tuple that is the same for both directions.
 */
export class ConnectionTable {
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
  #hand = 0;
  readonly #heads = new Int32Array(mostWarmed);
  /** Hashes of the packets that `warm` was last called for. */
  readonly hashes = new Int32Array(mostWarmed);
  readonly #free: number[] = [];
  readonly #release: (slot: number) => void;

  /** @param release called when a connection is let go before the capture's end, while its row is still intact */
  constructor(release: (slot: number) => void) {
    this.#release = release;
  }

  /**
   * Reads a word of each cache line that following these packets will need, all buckets first, then all rows: the processor then waits for many
   * lines at once instead of for one after the other. That makes tracking of many connections about twice as fast. Changes nothing.
   *
   * @param flight the ring's part in flight
   * @param first position of the first packet
   * @param count at most `mostWarmed`
   */
  warm(flight: Int32Array, first: number, count: number): void {
    const { words, hashes } = this;
    const heads = this.#heads;
    for (let index = 0; index < count; index += 1) {
      const hash = hashOf(flight, flightOffset(first + index));
      hashes[index] = hash;
      heads[index] = this.#buckets[hash & this.#mask];
    }
    let sum = 0;
    for (let index = 0; index < count; index += 1) {
      const slot = heads[index];
      if (slot < 0) continue;
      const row = slot * rowWords;
      sum ^= words[row] ^ words[row + HALF] ^ words[row + HALF + halfWords] ^ words[row + rowWords - 1];
    }
    this.warmed = sum;
  }

  /**
   * The newest connection of a segment's 4-tuple, or -1; `direction` says who sent the segment.
   *
   * @param flight where the segment's tuple lies, at `inFlight`
   * @param hash of the tuple, from `hashes`
   */
  find(flight: Int32Array, inFlight: number, hash: number): number {
    const { words } = this;
    let slot = this.#buckets[hash & this.#mask];
    while (slot >= 0) {
      const row = slot * rowWords;
      if (words[row + HASH] === hash) {
        if (isFromOriginator(words, row, flight, inFlight, this.cold, slot * coldWords)) {
          this.direction = 0;
          return slot;
        }
        if (isFromResponder(words, row, flight, inFlight, this.cold, slot * coldWords)) {
          this.direction = 1;
          return slot;
        }
      }
      slot = words[row + CHAIN];
    }
    return -1;
  }

  /** The newest connection of the tuple that an ICMP error quotes, or -1; `direction` says who had sent the quoted segment. */
  findQuoted(error: IcmpError): number {
    quoted[FLIGHT_FAMILY] = error.family;
    quoted[FLIGHT_SOURCE_0] = error.quotedSource0;
    quoted[FLIGHT_SOURCE_0 + 1] = error.quotedSource1;
    quoted[FLIGHT_SOURCE_0 + 2] = error.quotedSource2;
    quoted[FLIGHT_SOURCE_3] = error.quotedSource3;
    quoted[FLIGHT_DESTINATION_0] = error.quotedDestination0;
    quoted[FLIGHT_DESTINATION_0 + 1] = error.quotedDestination1;
    quoted[FLIGHT_DESTINATION_0 + 2] = error.quotedDestination2;
    quoted[FLIGHT_DESTINATION_3] = error.quotedDestination3;
    quoted[FLIGHT_SOURCE_PORT] = error.quotedSourcePort;
    quoted[FLIGHT_DESTINATION_PORT] = error.quotedDestinationPort;
    return this.find(quoted, 0, hashOf(quoted, 0));
  }

  /**
   * Opens a connection for the segment's tuple. The older one of the same tuple, if any, is not found any more, but kept as predecessor.
   *
   * @param flight where the tuple lies, at `inFlight`
   * @param hash of the tuple
   * @param flipped the segment's sender is the responder
   */
  open(
    flight: Int32Array,
    inFlight: number,
    hash: number,
    flipped: boolean,
    predecessor: number,
    nowNs: number,
  ): number {
    const slot = this.#takeSlot(nowNs, predecessor);
    const { words, cold } = this;
    const row = slot * rowWords;
    const coldRow = slot * coldWords;
    words.fill(0, row, row + rowWords);
    cold.fill(0, coldRow, coldRow + coldWords);
    this.#forgetInstants(slot);
    const family = flight[inFlight + FLIGHT_FAMILY];
    words[row + STATE] = STATE_LIVE;
    words[row + FAMILY] = family;
    words[row + (flipped ? RESPONDER_ADDRESS_3 : ORIGINATOR_ADDRESS_3)] = flight[inFlight + FLIGHT_SOURCE_3];
    words[row + (flipped ? ORIGINATOR_ADDRESS_3 : RESPONDER_ADDRESS_3)] = flight[inFlight + FLIGHT_DESTINATION_3];
    words[row + (flipped ? RESPONDER_PORT : ORIGINATOR_PORT)] = flight[inFlight + FLIGHT_SOURCE_PORT];
    words[row + (flipped ? ORIGINATOR_PORT : RESPONDER_PORT)] = flight[inFlight + FLIGHT_DESTINATION_PORT];
    if (family === 6) {
      const source = coldRow + (flipped ? RESPONDER_ADDRESS_0 : ORIGINATOR_ADDRESS_0);
      const destination = coldRow + (flipped ? ORIGINATOR_ADDRESS_0 : RESPONDER_ADDRESS_0);
      for (let word = 0; word < 3; word += 1) {
        cold[source + word] = flight[inFlight + FLIGHT_SOURCE_0 + word];
        cold[destination + word] = flight[inFlight + FLIGHT_DESTINATION_0 + word];
      }
    }
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
    if (free !== undefined) return free;
    if (this.used === this.#capacity) this.#grow();
    this.used += 1;
    return this.used - 1;
  }

  /**
   * Goes round the slots like the hand of a clock: lets a connection go that closed long ago or, at the hard limit, the one that was idle longest. One whose
   * 4-tuple was used again is over, whatever it looked like.
   */
  #letOneGo(nowNs: number, keep: number): void {
    const { words, times } = this;
    let idlest = -1;
    let idlestInstant = Number.POSITIVE_INFINITY;
    for (let looked = 0; looked < scanSlots; looked += 1) {
      const slot = this.#hand;
      this.#hand = slot + 1 >= this.used ? 0 : slot + 1;
      const row = slot * rowWords;
      const state = words[row + STATE];
      if ((state & STATE_LIVE) === 0 || slot === keep) continue;
      const isOver = (state & STATE_CLOSED) !== 0 || this.cold[slot * coldWords + SUCCESSOR] >= 0;
      const lastInstant = times[slot * rowTimes + LAST_INSTANT];
      if (isOver && nowNs - lastInstant > keepClosedNs) {
        this.free(slot);
        return;
      }
      if (lastInstant < idlestInstant) {
        idlestInstant = lastInstant;
        idlest = slot;
      }
    }
    if (this.live >= hardSlots && idlest >= 0) {
      if (this.cold[idlest * coldWords + SUCCESSOR] < 0) this.evicted += 1;
      this.free(idlest);
    }
  }

  #forgetInstants(slot: number): void {
    const { times, coldTimes } = this;
    const cold = slot * coldTimesPerRow;
    times[slot * rowTimes + LAST_INSTANT] = Number.NaN;
    for (const instant of [FIRST_INSTANT, SYN_INSTANT, SYN_ACK_INSTANT, HANDSHAKE_ACK_INSTANT]) {
      coldTimes[cold + instant] = Number.NaN;
    }
    for (let side = 0; side < 2; side += 1) {
      times[slot * rowTimes + HALF_TIMES + side * halfTimes + HALF_LAST_INSTANT] = Number.NaN;
      for (const instant of [HALF_FIN_INSTANT, HALF_TIMESTAMP_INSTANT, HALF_HOLE_INSTANT, HALF_RESET_INSTANT]) {
        coldTimes[cold + side * halfColdTimes + instant] = Number.NaN;
      }
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

/** The tuple of a quoted segment. */
const quoted = new Int32Array(recordWords);

/**
 * Another one in each run, so that nobody can make up addresses that all fall into one bucket: 65,535 such SYNs took 50 s. Nothing that is told of a
 * connection depends on it.
 */
const seed = (Math.random() * 0x1_0000_0000) | 0;

/** Symmetric in the two ends: each end is mixed by itself, the sum is mixed again (the finalizer of MurmurHash3). */
function hashOf(flight: Int32Array, inFlight: number): number {
  let source = flight[inFlight + FLIGHT_SOURCE_3];
  let destination = flight[inFlight + FLIGHT_DESTINATION_3];
  if (flight[inFlight + FLIGHT_FAMILY] === 6) {
    source ^= prefixOf(flight, inFlight + FLIGHT_SOURCE_0);
    destination ^= prefixOf(flight, inFlight + FLIGHT_DESTINATION_0);
  }
  let hash =
    (mix(source, flight[inFlight + FLIGHT_SOURCE_PORT]) +
      mix(destination, flight[inFlight + FLIGHT_DESTINATION_PORT])) |
    0;
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/** The first three words of an IPv6 address, mixed. */
function prefixOf(flight: Int32Array, at: number): number {
  let mixed = Math.imul(flight[at] ^ seed, 0xcc9e2d51);
  mixed = Math.imul(flight[at + 1] ^ mixed ^ (mixed >>> 15), 0x1b873593);
  mixed = Math.imul(flight[at + 2] ^ mixed ^ (mixed >>> 13), 0x85ebca6b);
  return mixed ^ (mixed >>> 16);
}

function mix(address: number, port: number): number {
  const mixed = Math.imul(address ^ Math.imul(port ^ seed, 0x9e3779b1), 0xcc9e2d51);
  return Math.imul(mixed ^ (mixed >>> 15), 0x1b873593);
}

function isFromOriginator(
  words: Int32Array,
  row: number,
  flight: Int32Array,
  inFlight: number,
  cold: Int32Array,
  coldRow: number,
): boolean {
  return (
    words[row + ORIGINATOR_PORT] === flight[inFlight + FLIGHT_SOURCE_PORT] &&
    words[row + RESPONDER_PORT] === flight[inFlight + FLIGHT_DESTINATION_PORT] &&
    words[row + ORIGINATOR_ADDRESS_3] === flight[inFlight + FLIGHT_SOURCE_3] &&
    words[row + RESPONDER_ADDRESS_3] === flight[inFlight + FLIGHT_DESTINATION_3] &&
    words[row + FAMILY] === flight[inFlight + FLIGHT_FAMILY] &&
    (words[row + FAMILY] !== 6 ||
      (isSamePrefix(cold, coldRow + ORIGINATOR_ADDRESS_0, flight, inFlight + FLIGHT_SOURCE_0) &&
        isSamePrefix(cold, coldRow + RESPONDER_ADDRESS_0, flight, inFlight + FLIGHT_DESTINATION_0)))
  );
}

function isFromResponder(
  words: Int32Array,
  row: number,
  flight: Int32Array,
  inFlight: number,
  cold: Int32Array,
  coldRow: number,
): boolean {
  return (
    words[row + RESPONDER_PORT] === flight[inFlight + FLIGHT_SOURCE_PORT] &&
    words[row + ORIGINATOR_PORT] === flight[inFlight + FLIGHT_DESTINATION_PORT] &&
    words[row + RESPONDER_ADDRESS_3] === flight[inFlight + FLIGHT_SOURCE_3] &&
    words[row + ORIGINATOR_ADDRESS_3] === flight[inFlight + FLIGHT_DESTINATION_3] &&
    words[row + FAMILY] === flight[inFlight + FLIGHT_FAMILY] &&
    (words[row + FAMILY] !== 6 ||
      (isSamePrefix(cold, coldRow + RESPONDER_ADDRESS_0, flight, inFlight + FLIGHT_SOURCE_0) &&
        isSamePrefix(cold, coldRow + ORIGINATOR_ADDRESS_0, flight, inFlight + FLIGHT_DESTINATION_0)))
  );
}

/** The first three words of an IPv6 address. */
function isSamePrefix(cold: Int32Array, inRow: number, flight: Int32Array, at: number): boolean {
  return cold[inRow] === flight[at] && cold[inRow + 1] === flight[at + 1] && cold[inRow + 2] === flight[at + 2];
}
