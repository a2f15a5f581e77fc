import * as at from './layout.ts';
import type { Tracker } from './tracker.ts';

/** Identity of an address: the word of an IPv4 address, else a text of family and words. */
export type AddressKey = number | string;

/** What one address usually looks like on the wire: what a forged or foreign packet is held against. */
export interface Baseline {
  /** Connections in which the address sent something besides RSTs. */
  readonly connections: number;
  /** TTLs (hop limits) of its SYNs, SYN-ACKs, data and ACKs, with the number of connections that showed each. RSTs are left out. */
  readonly ttls: ReadonlyMap<number, number>;
  /** Ticks per second of its timestamp clock, from the last connection that was long enough to tell. */
  readonly timestampHz: number | undefined;
}

/** One port that accepted connections. Instants are nanoseconds since the capture's base. */
export interface Service {
  readonly accepted: number;
  readonly firstInstantNs: number;
  readonly lastInstantNs: number;
}

/** Connection attempts of one address that came to nothing: refused, unanswered, or dropped by itself without a byte of payload. */
export interface Attempts {
  readonly fruitless: number;
  /** Connections of the same originator that carried payload. */
  readonly fruitful: number;
  /** Different responders (addresses), and different ports, among the fruitless; counted up to `mostTargets`. */
  readonly addresses: number;
  readonly ports: number;
}

const mostAddresses = 200_000;
const mostTtls = 8;
const mostServices = 65_536;
const mostTargets = 4096;

interface BaselineEntry {
  connections: number;
  readonly ttls: Map<number, number>;
  timestampHz: number | undefined;
}

interface AttemptsEntry {
  fruitless: number;
  fruitful: number;
  readonly addresses: Set<AddressKey>;
  readonly ports: Set<number>;
}

interface ServiceEntry {
  accepted: number;
  firstInstantNs: number;
  lastInstantNs: number;
}

/** What the other connections of a capture say about an address. Filled as connections are released, in bounded memory. */
export class Surroundings {
  readonly #baselines = new Map<AddressKey, BaselineEntry>();
  readonly #services = new Map<AddressKey, Map<number, ServiceEntry>>();
  readonly #attempts = new Map<AddressKey, AttemptsEntry>();
  #serviceCount = 0;

  add(tracker: Tracker, slot: number): void {
    const { words } = tracker.table;
    const row = slot * at.rowWords;
    const originator = addressKey(words, row, at.ORIGINATOR_ADDRESS);
    const responder = addressKey(words, row, at.RESPONDER_ADDRESS);
    this.#addBaseline(tracker, slot, 0, originator);
    this.#addBaseline(tracker, slot, 1, responder);
    if ((words[row + at.HALF + at.halfWords + at.BITS] & at.HALF_SYN_ACK) !== 0) {
      this.#addService(responder, words[row + at.RESPONDER_PORT], tracker.table.times[slot * at.rowTimes]);
    }
    this.#addAttempt(words, row, originator, responder);
  }

  baseline(address: AddressKey): Baseline | undefined {
    return this.#baselines.get(address);
  }

  service(address: AddressKey, port: number): Service | undefined {
    return this.#services.get(address)?.get(port);
  }

  attempts(originator: AddressKey): Attempts | undefined {
    const entry = this.#attempts.get(originator);
    if (entry === undefined) return undefined;
    const { fruitless, fruitful } = entry;
    return { fruitless, fruitful, addresses: entry.addresses.size, ports: entry.ports.size };
  }

  #addBaseline(tracker: Tracker, slot: number, direction: number, key: AddressKey): void {
    const { words, times } = tracker.table;
    const half = slot * at.rowWords + at.HALF + direction * at.halfWords;
    if (words[half + at.SEGMENTS] === 0) return;
    let entry = this.#baselines.get(key);
    if (entry === undefined) {
      if (this.#baselines.size >= mostAddresses) return;
      entry = { connections: 0, ttls: new Map(), timestampHz: undefined };
      this.#baselines.set(key, entry);
    }
    entry.connections += 1;
    const handshake = words[half + at.SYN_FRAME] === 0 ? -1 : words[half + at.HANDSHAKE_TTL];
    const lowest = words[half + at.TTL_LOWEST];
    const highest = words[half + at.TTL_HIGHEST];
    countTtl(entry.ttls, handshake);
    if (lowest !== handshake) countTtl(entry.ttls, lowest);
    if (highest !== handshake && highest !== lowest) countTtl(entry.ttls, highest);
    const time = slot * at.rowTimes + at.HALF_TIMES + direction * at.halfTimes;
    const watchedNs = times[time + at.HALF_LAST_INSTANT] - times[time + at.HALF_TIMESTAMP_INSTANT];
    const ticks = (words[half + at.TIMESTAMP_LAST] - words[half + at.TIMESTAMP_FIRST]) | 0;
    if (watchedNs > 1e9 && ticks > 0) entry.timestampHz = (ticks * 1e9) / watchedNs;
  }

  #addService(responder: AddressKey, port: number, instantNs: number): void {
    let ports = this.#services.get(responder);
    if (ports === undefined) {
      if (this.#serviceCount >= mostServices) return;
      ports = new Map();
      this.#services.set(responder, ports);
    }
    const entry = ports.get(port);
    if (entry === undefined) {
      if (this.#serviceCount >= mostServices) return;
      this.#serviceCount += 1;
      ports.set(port, { accepted: 1, firstInstantNs: instantNs, lastInstantNs: instantNs });
      return;
    }
    entry.accepted += 1;
    if (instantNs < entry.firstInstantNs) entry.firstInstantNs = instantNs;
    if (instantNs > entry.lastInstantNs) entry.lastInstantNs = instantNs;
  }

  #addAttempt(words: Int32Array, row: number, originator: AddressKey, responder: AddressKey): void {
    const own = row + at.HALF;
    const other = own + at.halfWords;
    if ((words[own + at.BITS] & at.HALF_SYN) === 0) return;
    let entry = this.#attempts.get(originator);
    if (entry === undefined) {
      if (this.#attempts.size >= mostAddresses) return;
      entry = { fruitless: 0, fruitful: 0, addresses: new Set(), ports: new Set() };
      this.#attempts.set(originator, entry);
    }
    if (words[own + at.DATA_SEGMENTS] + words[other + at.DATA_SEGMENTS] > 0) {
      entry.fruitful += 1;
      return;
    }
    entry.fruitless += 1;
    if (entry.addresses.size < mostTargets) entry.addresses.add(responder);
    if (entry.ports.size < mostTargets) entry.ports.add(words[row + at.RESPONDER_PORT]);
  }
}

/** @param address word offset of the address in the row */
export function addressKey(words: Int32Array, row: number, address: number): AddressKey {
  const first = row + address;
  const family = words[row + at.FAMILY];
  if (family === 4) return words[first + 3];
  return `${family}:${words[first]}:${words[first + 1]}:${words[first + 2]}:${words[first + 3]}`;
}

function countTtl(ttls: Map<number, number>, ttl: number): void {
  if (ttl < 0) return;
  const known = ttls.get(ttl);
  if (known !== undefined) ttls.set(ttl, known + 1);
  else if (ttls.size < mostTtls) ttls.set(ttl, 1);
}
