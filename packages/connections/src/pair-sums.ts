import type { AddressKey } from './connection.ts';
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

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };
type Entry = Mutable<PairSums> & { readonly dataSegments: number[]; readonly frames: number[] };

const mostPairs = 16_384;
const mostFrames = 3;
/** Segments with payload that are counted one by one. */
const histogramLength = 33;
/** A request is a segment, or two: its head and its body. */
const mostOfOneRequest = 2;

/** Sums over connections by their ends, in bounded memory: pairs beyond the first 16,384 are not looked at. */
export class PairTable {
  readonly #entries: Entry[] = [];
  /** By originator, responder and port: three look-ups of numbers cost less than making a text of them, for every connection of a capture. */
  readonly #byOriginator = new Map<AddressKey, Map<AddressKey, Map<number, Entry>>>();

  get entries(): Iterable<PairSums> {
    return this.#entries;
  }

  find(originator: AddressKey, responder: AddressKey, port: number): PairSums | undefined {
    return this.#byOriginator.get(originator)?.get(responder)?.get(port);
  }

  /** Takes in a connection whose SYN-ACK was seen. */
  add({ table }: Tracked, slot: number, originator: AddressKey, responder: AddressKey): void {
    const { words, cold, coldTimes } = table;
    const row = slot * at.rowWords;
    const port = words[row + at.RESPONDER_PORT];
    const instantNs = coldTimes[slot * at.coldTimes + at.FIRST_INSTANT];
    const entry =
      this.#byOriginator.get(originator)?.get(responder)?.get(port) ??
      this.#open(originator, responder, port, instantNs);
    if (entry === undefined) return;
    entry.connections += 1;
    if (instantNs < entry.firstInstantNs) entry.firstInstantNs = instantNs;
    if (instantNs > entry.lastInstantNs) entry.lastInstantNs = instantNs;
    if (entry.frames.length < mostFrames) entry.frames.push(cold[slot * at.coldWords + at.FIRST_FRAME]);
    const sent = words[row + at.HALF + at.DATA_SEGMENTS];
    const answered = words[row + at.HALF + at.halfWords + at.DATA_SEGMENTS];
    entry.dataSegments[Math.min(sent + answered, histogramLength - 1)] += 1;
    const bothFins = (words[row + at.BITS] & words[row + 1 + at.BITS] & at.HALF_FIN) !== 0;
    if (bothFins && sent > 0 && sent <= mostOfOneRequest && answered > 0) entry.singleExchanges += 1;
    const state = words[row + at.STATE];
    if ((state & at.STATE_ORIGINATOR_CLOSED_FIRST) !== 0) entry.closedFirstByOriginator += 1;
    if ((state & at.STATE_RESPONDER_CLOSED_FIRST) !== 0) entry.closedFirstByResponder += 1;
    const predecessor = cold[slot * at.coldWords + at.PREDECESSOR];
    if (predecessor < 0) return;
    entry.reuses += 1;
    const elapsedNs = instantNs - coldTimes[predecessor * at.coldTimes + at.FIRST_INSTANT];
    if (elapsedNs >= 0 && elapsedNs < entry.soonestReuseNs) entry.soonestReuseNs = elapsedNs;
  }

  /** Undefined when there is no room for more pairs. */
  #open(originator: AddressKey, responder: AddressKey, port: number, instantNs: number): Entry | undefined {
    if (this.#entries.length >= mostPairs) return undefined;
    let responders = this.#byOriginator.get(originator);
    if (responders === undefined) {
      responders = new Map();
      this.#byOriginator.set(originator, responders);
    }
    let ports = responders.get(responder);
    if (ports === undefined) {
      ports = new Map();
      responders.set(responder, ports);
    }
    const entry = newEntry(originator, responder, port, instantNs);
    ports.set(port, entry);
    this.#entries.push(entry);
    return entry;
  }
}

function newEntry(originator: AddressKey, responder: AddressKey, port: number, instantNs: number): Entry {
  return {
    originator,
    responder,
    port,
    connections: 0,
    singleExchanges: 0,
    closedFirstByOriginator: 0,
    closedFirstByResponder: 0,
    firstInstantNs: instantNs,
    lastInstantNs: instantNs,
    dataSegments: new Array<number>(histogramLength).fill(0),
    reuses: 0,
    soonestReuseNs: Number.POSITIVE_INFINITY,
    frames: [],
  };
}
