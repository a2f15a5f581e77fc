import { keyOfWords, wordsOfKey } from './address-key.ts';
import type { AddressKey } from './connection.ts';
import { readTimestampHz } from './describe-half.ts';
import { KeyTable } from './key-table.ts';
import * as at from './layout.ts';
import type { Tracked } from './tracked.ts';

/** What one address usually looks like on the wire: what a forged or foreign packet is held against. */
export interface Baseline {
  /** Connections in which the address sent something besides RSTs. */
  readonly connections: number;
  /** TTLs (hop limits) of its SYNs, SYN-ACKs, data and ACKs, with the number of connections that showed each. RSTs are left out. */
  readonly ttls: ReadonlyMap<number, number>;
  /** Of the connections: those in which it showed several TTLs. */
  readonly withSeveralTtls: number;
  /** Ticks per second of its timestamp clock, from the last connection that was long enough to tell. */
  readonly timestampHz: number | undefined;
  /** When it was heard last, besides RSTs. */
  readonly lastInstantNs: number;
}

const mostAddresses = 200_000;
const firstCapacity = 1024;

// A row, in words
const CONNECTIONS = 0;
const WITH_SEVERAL_TTLS = 1;
/** TTL plus 1 and number of connections, alternating; 0 behind the last. */
const TTLS = 2;
const mostTtls = 8;
const rowWords = TTLS + 2 * mostTtls;
// and in doubles
const LAST_INSTANT = 0;
const TIMESTAMP_HZ = 1;
const rowTimes = 2;

/** The addresses of a capture, numbered, with what is usual of each in rows of typed arrays: both ends of every connection are counted here. Addresses beyond the first 200,000 are not. */
export class AddressTable {
  readonly #keys = new KeyTable(mostAddresses);
  #words = new Int32Array(firstCapacity * rowWords);
  #times = new Float64Array(firstCapacity * rowTimes);

  /** The number of the address of one end of a connection, a new one if it has none yet; -1 when there is no room. @param side 0 originator, 1 responder */
  numberOf({ table: { words, cold } }: Tracked, slot: number, side: number): number {
    const row = slot * at.rowWords;
    const family = words[row + at.FAMILY];
    const last = words[row + (side === 0 ? at.ORIGINATOR_ADDRESS_3 : at.RESPONDER_ADDRESS_3)];
    const { count } = this.#keys;
    const first = slot * at.coldWords + (side === 0 ? at.ORIGINATOR_ADDRESS_0 : at.RESPONDER_ADDRESS_0);
    const id =
      family === 4
        ? this.#keys.numberOf(4, 0, 0, 0, last)
        : this.#keys.numberOf(family, cold[first], cold[first + 1], cold[first + 2], last);
    if (id === count) this.#open(id);
    return id;
  }

  keyOf(id: number): AddressKey {
    const [family, word0, word1, word2, word3] = [0, 1, 2, 3, 4].map((index) => this.#keys.word(id, index));
    return keyOfWords(family, word0, word1, word2, word3);
  }

  /** The number of an address; -1 when it has none. */
  find(address: AddressKey): number {
    const [family, word0, word1, word2, word3] = wordsOfKey(address);
    return this.#keys.find(family, word0, word1, word2, word3);
  }

  /** Takes in one end of a connection. @param direction 0 originator, 1 responder */
  add(id: number, tracker: Tracked, slot: number, direction: number): void {
    const { words, cold, times } = tracker.table;
    const half = slot * at.rowWords + at.HALF + direction * at.halfWords;
    if (words[half + at.SEGMENTS] === 0) return;
    this.#words[id * rowWords + CONNECTIONS] += 1;
    const halfCold = slot * at.coldWords + direction * at.halfColdWords;
    const handshake = cold[halfCold + at.SYN_FRAME] === 0 ? -1 : cold[halfCold + at.HANDSHAKE_TTL];
    const lowest = words[half + at.TTL_LOWEST];
    const highest = words[half + at.TTL_HIGHEST];
    this.#countTtl(id, handshake);
    if (lowest !== handshake) this.#countTtl(id, lowest);
    if (highest !== handshake && highest !== lowest) this.#countTtl(id, highest);
    if (lowest !== highest || (handshake >= 0 && lowest >= 0 && handshake !== lowest))
      this.#words[id * rowWords + WITH_SEVERAL_TTLS] += 1;
    const lastInstantNs = times[slot * at.rowTimes + at.HALF_TIMES + direction * at.halfTimes + at.HALF_LAST_INSTANT];
    const time = id * rowTimes;
    if (lastInstantNs > this.#times[time + LAST_INSTANT]) this.#times[time + LAST_INSTANT] = lastInstantNs;
    const timestampHz = readTimestampHz(tracker, slot, direction);
    if (timestampHz !== undefined) this.#times[time + TIMESTAMP_HZ] = timestampHz;
  }

  baseline(id: number): Baseline | undefined {
    const row = id * rowWords;
    if (id < 0 || this.#words[row + CONNECTIONS] === 0) return undefined;
    const ttls = new Map<number, number>();
    for (let word = row + TTLS; word < row + rowWords && this.#words[word] > 0; word += 2) {
      ttls.set(this.#words[word] - 1, this.#words[word + 1]);
    }
    const timestampHz = this.#times[id * rowTimes + TIMESTAMP_HZ];
    return {
      connections: this.#words[row + CONNECTIONS],
      ttls,
      withSeveralTtls: this.#words[row + WITH_SEVERAL_TTLS],
      timestampHz: Number.isNaN(timestampHz) ? undefined : timestampHz,
      lastInstantNs: this.#times[id * rowTimes + LAST_INSTANT],
    };
  }

  #open(id: number): void {
    if (id * rowWords === this.#words.length) this.#grow();
    this.#times[id * rowTimes + LAST_INSTANT] = Number.NEGATIVE_INFINITY;
    this.#times[id * rowTimes + TIMESTAMP_HZ] = Number.NaN;
  }

  #countTtl(id: number, ttl: number): void {
    if (ttl < 0) return;
    const end = (id + 1) * rowWords;
    for (let word = id * rowWords + TTLS; word < end; word += 2) {
      if (this.#words[word] === 0) this.#words[word] = ttl + 1;
      else if (this.#words[word] !== ttl + 1) continue;
      this.#words[word + 1] += 1;
      return;
    }
  }

  #grow(): void {
    const words = new Int32Array(this.#words.length * 4);
    words.set(this.#words);
    this.#words = words;
    const times = new Float64Array(this.#times.length * 4);
    times.set(this.#times);
    this.#times = times;
  }
}
