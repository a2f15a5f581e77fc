import type { AddressKey } from './connection.ts';
import { KeyTable } from './key-table.ts';
import * as at from './layout.ts';
import type { Tracked } from './tracked.ts';

/** What the accepted connections between one originator and one port of a responder come to. Instants are nanoseconds since the capture's base. */
export interface PairSums {
  readonly originator: AddressKey;
  readonly responder: AddressKey;
  /** As the tracker has it: a named port of a text is above 65,535. */
  readonly port: number;
  readonly connections: number;
  /** In which the originator sent at most two segments with payload, the responder answered with payload, and both ended with a FIN. */
  readonly singleExchanges: number;
  readonly closedFirstByOriginator: number;
  readonly closedFirstByResponder: number;
  readonly firstInstantNs: number;
  /** When the last of them began. */
  readonly lastInstantNs: number;
  /** Number of connections by segments with payload, of both ends together; the last entry is for all beyond. */
  readonly dataSegments: readonly number[];
  /** Connections on a 4-tuple that one before had had, and the shortest time from the beginning of the one to that of the other. */
  readonly reuses: number;
  readonly soonestReuseNs: number;
  /** First frames of the first few. */
  readonly frames: readonly number[];
}

const mostPairs = 16_384;
const mostFrames = 3;
/** Segments with payload that are counted one by one. */
const histogramLength = 33;
/** A request is a segment, or two: its head and its body. */
const mostOfOneRequest = 2;

// A pair's row, in words. What each connection changes lies in its first 64 bytes, a cache line: there are too many pairs to stay in the cache.
const CONNECTIONS = 0;
const SINGLE_EXCHANGES = 1;
const CLOSED_FIRST_BY_ORIGINATOR = 2;
const CLOSED_FIRST_BY_RESPONDER = 3;
const REUSES = 4;
const FRAMES = 5;
const DATA_SEGMENTS = 14;
const rowWords = 48;
// and in doubles, in the same memory
const FIRST_INSTANT = 4; // words 8 and 9
const LAST_INSTANT = 5;
const SOONEST_REUSE = 6;
const rowTimes = rowWords / 2;

/**
 * Sums over connections by their ends, in bounded memory: pairs beyond the first 16,384 are not looked at. Most pairs of a capture have few connections and are never asked for,
 * so they are rows of typed arrays.
 */
export class PairTable {
  readonly #keys = new KeyTable(mostPairs);
  /** Where memory was not written to, the system gives only addresses. */
  readonly #words = new Int32Array(mostPairs * rowWords);
  readonly #times = new Float64Array(this.#words.buffer);
  readonly #addressOf: (id: number) => AddressKey;

  /** @param addressOf the address that has a number */
  constructor(addressOf: (id: number) => AddressKey) {
    this.#addressOf = addressOf;
  }

  /** @param originator,responder numbers of the addresses */
  find(originator: number, responder: number, port: number): PairSums | undefined {
    const pair = this.#keys.find(originator, responder, port);
    return pair < 0 ? undefined : this.#describe(pair);
  }

  /** The pairs with so many connections or more. */
  *busy(leastConnections: number): Iterable<PairSums> {
    for (let pair = 0; pair < this.#keys.count; pair += 1) {
      if (this.#words[pair * rowWords + CONNECTIONS] >= leastConnections) yield this.#describe(pair);
    }
  }

  /** Takes in a connection whose SYN-ACK was seen. @param originator,responder numbers of the addresses */
  add({ table }: Tracked, slot: number, originator: number, responder: number): void {
    const { words, cold, coldTimes } = table;
    const row = slot * at.rowWords;
    const instantNs = coldTimes[slot * at.coldTimes + at.FIRST_INSTANT];
    const pair = this.#numberOf(originator, responder, words[row + at.RESPONDER_PORT], instantNs);
    if (pair < 0) return;
    const sums = this.#words;
    const own = pair * rowWords;
    const time = pair * rowTimes;
    const connections = sums[own + CONNECTIONS];
    if (connections < mostFrames) sums[own + FRAMES + connections] = cold[slot * at.coldWords + at.FIRST_FRAME];
    sums[own + CONNECTIONS] = connections + 1;
    if (instantNs < this.#times[time + FIRST_INSTANT]) this.#times[time + FIRST_INSTANT] = instantNs;
    if (instantNs > this.#times[time + LAST_INSTANT]) this.#times[time + LAST_INSTANT] = instantNs;
    const sent = words[row + at.HALF + at.DATA_SEGMENTS];
    const answered = words[row + at.HALF + at.halfWords + at.DATA_SEGMENTS];
    sums[own + DATA_SEGMENTS + Math.min(sent + answered, histogramLength - 1)] += 1;
    const bothFins = (words[row + at.BITS] & words[row + 1 + at.BITS] & at.HALF_FIN) !== 0;
    if (bothFins && sent > 0 && sent <= mostOfOneRequest && answered > 0) sums[own + SINGLE_EXCHANGES] += 1;
    const state = words[row + at.STATE];
    if ((state & at.STATE_ORIGINATOR_CLOSED_FIRST) !== 0) sums[own + CLOSED_FIRST_BY_ORIGINATOR] += 1;
    if ((state & at.STATE_RESPONDER_CLOSED_FIRST) !== 0) sums[own + CLOSED_FIRST_BY_RESPONDER] += 1;
    const predecessor = cold[slot * at.coldWords + at.PREDECESSOR];
    if (predecessor < 0) return;
    sums[own + REUSES] += 1;
    const elapsedNs = instantNs - coldTimes[predecessor * at.coldTimes + at.FIRST_INSTANT];
    if (elapsedNs >= 0 && elapsedNs < this.#times[time + SOONEST_REUSE]) this.#times[time + SOONEST_REUSE] = elapsedNs;
  }

  /** The number of a pair, a new one if it has none yet; -1 when there is no room. */
  #numberOf(originator: number, responder: number, port: number, instantNs: number): number {
    const { count } = this.#keys;
    const pair = this.#keys.numberOf(originator, responder, port);
    if (pair !== count) return pair;
    const time = pair * rowTimes;
    this.#times[time + FIRST_INSTANT] = instantNs;
    this.#times[time + LAST_INSTANT] = instantNs;
    this.#times[time + SOONEST_REUSE] = Number.POSITIVE_INFINITY;
    return pair;
  }

  #describe(pair: number): PairSums {
    const own = pair * rowWords;
    const word = (index: number) => this.#words[own + index];
    const time = (index: number) => this.#times[pair * rowTimes + index];
    const frames = Math.min(word(CONNECTIONS), mostFrames);
    return {
      originator: this.#addressOf(this.#keys.word(pair, 0)),
      responder: this.#addressOf(this.#keys.word(pair, 1)),
      port: this.#keys.word(pair, 2),
      connections: word(CONNECTIONS),
      singleExchanges: word(SINGLE_EXCHANGES),
      closedFirstByOriginator: word(CLOSED_FIRST_BY_ORIGINATOR),
      closedFirstByResponder: word(CLOSED_FIRST_BY_RESPONDER),
      firstInstantNs: time(FIRST_INSTANT),
      lastInstantNs: time(LAST_INSTANT),
      dataSegments: [...this.#words.subarray(own + DATA_SEGMENTS, own + DATA_SEGMENTS + histogramLength)],
      reuses: word(REUSES),
      soonestReuseNs: time(SOONEST_REUSE),
      frames: [...this.#words.subarray(own + FRAMES, own + FRAMES + frames)],
    };
  }
}
