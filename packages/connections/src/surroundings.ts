import type { AddressKey } from './connection.ts';
import { readTimestampHz } from './describe-half.ts';
import * as at from './layout.ts';
import type { Tracked } from './tracked.ts';

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

  add(tracker: Tracked, slot: number): void {
    const { words } = tracker.table;
    const row = slot * at.rowWords;
    const originator = addressKey(tracker, slot, 0);
    const responder = addressKey(tracker, slot, 1);
    this.#addBaseline(tracker, slot, 0, originator);
    this.#addBaseline(tracker, slot, 1, responder);
    if ((words[row + at.HALF + at.halfWords + at.BITS] & at.HALF_SYN_ACK) !== 0) {
      this.#addService(
        responder,
        words[row + at.RESPONDER_PORT],
        tracker.table.coldTimes[slot * at.coldTimes + at.FIRST_INSTANT],
      );
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

  #addBaseline(tracker: Tracked, slot: number, direction: number, key: AddressKey): void {
    const { words, cold } = tracker.table;
    const half = slot * at.rowWords + at.HALF + direction * at.halfWords;
    const halfCold = slot * at.coldWords + direction * at.halfColdWords;
    if (words[half + at.SEGMENTS] === 0) return;
    let entry = this.#baselines.get(key);
    if (entry === undefined) {
      if (this.#baselines.size >= mostAddresses) return;
      entry = { connections: 0, ttls: new Map(), timestampHz: undefined };
      this.#baselines.set(key, entry);
    }
    entry.connections += 1;
    const handshake = cold[halfCold + at.SYN_FRAME] === 0 ? -1 : cold[halfCold + at.HANDSHAKE_TTL];
    const lowest = words[half + at.TTL_LOWEST];
    const highest = words[half + at.TTL_HIGHEST];
    countTtl(entry.ttls, handshake);
    if (lowest !== handshake) countTtl(entry.ttls, lowest);
    if (highest !== handshake && highest !== lowest) countTtl(entry.ttls, highest);
    entry.timestampHz = readTimestampHz(tracker, slot, direction) ?? entry.timestampHz;
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

/** @param side 0 originator, 1 responder */
export function addressKey(tracker: Pick<Tracked, 'table'>, slot: number, side: number): AddressKey {
  const { words, cold } = tracker.table;
  const row = slot * at.rowWords;
  const family = words[row + at.FAMILY];
  const last = words[row + (side === 0 ? at.ORIGINATOR_ADDRESS_3 : at.RESPONDER_ADDRESS_3)];
  if (family === 4) return last;
  const first = slot * at.coldWords + (side === 0 ? at.ORIGINATOR_ADDRESS_0 : at.RESPONDER_ADDRESS_0);
  return `${family}:${cold[first]}:${cold[first + 1]}:${cold[first + 2]}:${last}`;
}

function countTtl(ttls: Map<number, number>, ttl: number): void {
  if (ttl < 0) return;
  const known = ttls.get(ttl);
  if (known !== undefined) ttls.set(ttl, known + 1);
  else if (ttls.size < mostTtls) ttls.set(ttl, 1);
}
