import { SSH_BANNER, SSH_REFUSAL } from '@fivewhys/capture';
import type { AddressKey, Reset, Side } from './connection.ts';
import * as said from './conversation/layout.ts';
import { readTimestampHz } from './describe-half.ts';
import * as at from './layout.ts';
import { longestLived } from './longest-lived.ts';
import { type PairSums, PairTable } from './pair-sums.ts';
import type { Tracked } from './tracked.ts';
import type { TrackedWithExhibits } from './tracked-with-exhibits.ts';

/** What one address usually looks like on the wire: what a forged or foreign packet is held against. */
export interface Baseline {
  /** Connections in which the address sent something besides RSTs. */
  readonly connections: number;
  /** TTLs (hop limits) of its SYNs, SYN-ACKs, data and ACKs, with the number of connections that showed each. RSTs are left out. */
  readonly ttls: ReadonlyMap<number, number>;
  /** Ticks per second of its timestamp clock, from the last connection that was long enough to tell. */
  readonly timestampHz: number | undefined;
  /** When it was heard last, besides RSTs. */
  readonly lastInstantNs: number;
}

/** A silence that a connection outlived: after it both ends were heard. */
export interface LivedSilence {
  readonly silenceNs: number;
  readonly stream: number;
  /** The first frame after it. */
  readonly frame: number;
}

/** One port that accepted connections. Instants are nanoseconds since the capture's base. */
export interface Service {
  readonly accepted: number;
  /** Of those: connections whose SYN-ACK was repeated although the originator had acknowledged it and sent data. */
  readonly leftWaiting: number;
  /** Of those: connections that got the banner of an SSH server, and those that it turned away by a line of text. */
  readonly greeted: number;
  readonly turnedAway: number;
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

/** The RST that decided one connection's fate, for whoever asks whether several went in the same moment. */
export interface ResetNote {
  readonly stream: number;
  readonly frame: number;
  readonly instantNs: number;
  /** When the connection began in the capture. */
  readonly firstInstantNs: number;
  readonly kind: Reset['kind'];
  readonly from: Side;
  /** The responder's port, whoever sent the RST. */
  readonly service: number;
  readonly ttl: number;
  /** A FIN of the RST's sender was seen before it. */
  readonly afterFin: boolean;
}

const mostAddresses = 200_000;
/** Resets remembered of one address: the newest, in the order in which connections are let go. */
const mostResetNotes = 256;
const mostTtls = 8;
const mostServices = 65_536;
const mostTargets = 4096;
/** Shorter silences say nothing about any timer. */
const leastLivedNs = 0.5e9;

/** All that is known of one address. One entry, for looking an address up is what costs: it is done for both ends of every connection. */
interface AddressEntry {
  connections: number;
  /** TTL and number of connections, alternating. */
  readonly ttls: number[];
  timestampHz: number | undefined;
  lastInstantNs: number;
  /** The longest silence that a connection to a port of it outlived. */
  lived: Map<number, LivedSilence> | undefined;
  services: Map<number, ServiceEntry> | undefined;
  fruitless: number;
  fruitful: number;
  addresses: Set<AddressKey> | undefined;
  ports: Set<number> | undefined;
  resets: ResetNote[] | undefined;
  resetCount: number;
}

interface ServiceEntry {
  accepted: number;
  leftWaiting: number;
  greeted: number;
  turnedAway: number;
  firstInstantNs: number;
  lastInstantNs: number;
}

/** What the other connections of a capture say about an address. Filled as connections are released, in bounded memory. */
export class Surroundings {
  readonly #entries = new Map<AddressKey, AddressEntry>();
  readonly #pairs = new PairTable();
  #serviceCount = 0;
  #livedCount = 0;

  add(tracker: TrackedWithExhibits, slot: number): void {
    const { words } = tracker.table;
    const row = slot * at.rowWords;
    const responderKey = addressKey(tracker, slot, 1);
    const originatorKey = addressKey(tracker, slot, 0);
    const originator = this.#entry(originatorKey);
    const responder = this.#entry(responderKey);
    if ((words[row + at.STATE] & at.STATE_EXHIBIT) !== 0) addReset(originator, responder, tracker, slot);
    if (originator !== undefined) {
      addToBaseline(originator, tracker, slot, 0);
      addAttempt(originator, words, row, responderKey);
    }
    if (responder === undefined) return;
    addToBaseline(responder, tracker, slot, 1);
    this.#addLived(responder, tracker, slot);
    if ((words[row + 1 + at.BITS] & at.HALF_SYN_ACK) === 0) return;
    const instantNs = tracker.table.coldTimes[slot * at.coldTimes + at.FIRST_INSTANT];
    const leftWaiting = isLeftWaiting(tracker, slot) ? 1 : 0;
    const service = this.#addService(responder, words[row + at.RESPONDER_PORT], instantNs, leftWaiting);
    if (service !== undefined && (words[row + at.STATE] & at.STATE_SPOKEN) !== 0) addGreeting(service, tracker, slot);
    this.#pairs.add(tracker, slot, originatorKey, responderKey);
  }

  baseline(address: AddressKey): Baseline | undefined {
    const entry = this.#entries.get(address);
    if (entry === undefined || entry.connections === 0) return undefined;
    const ttls = new Map<number, number>();
    for (let index = 0; index < entry.ttls.length; index += 2) ttls.set(entry.ttls[index], entry.ttls[index + 1]);
    return { connections: entry.connections, ttls, timestampHz: entry.timestampHz, lastInstantNs: entry.lastInstantNs };
  }

  service(address: AddressKey, port: number): Service | undefined {
    return this.#entries.get(address)?.services?.get(port);
  }

  /** The longest silence that a connection to this port outlived. */
  lived(address: AddressKey, port: number): LivedSilence | undefined {
    return this.#entries.get(address)?.lived?.get(port);
  }

  attempts(originator: AddressKey): Attempts | undefined {
    const entry = this.#entries.get(originator);
    if (entry === undefined || entry.fruitless + entry.fruitful === 0) return undefined;
    const { fruitless, fruitful, addresses, ports } = entry;
    return { fruitless, fruitful, addresses: addresses?.size ?? 0, ports: ports?.size ?? 0 };
  }

  /** The RSTs by which an address ended or refused connections, one per connection, in order of time; of very many, the newest. */
  resetsOf(address: AddressKey): readonly ResetNote[] {
    return (this.#entries.get(address)?.resets ?? []).toSorted((a, b) => a.instantNs - b.instantNs);
  }

  /** What the accepted connections between two addresses come to; undefined when there was none, or no room. */
  pair(originator: AddressKey, responder: AddressKey, port: number): PairSums | undefined {
    return this.#pairs.find(originator, responder, port);
  }

  get pairs(): Iterable<PairSums> {
    return this.#pairs.entries;
  }

  #entry(address: AddressKey): AddressEntry | undefined {
    const known = this.#entries.get(address);
    if (known !== undefined || this.#entries.size >= mostAddresses) return known;
    const entry: AddressEntry = {
      connections: 0,
      ttls: [],
      timestampHz: undefined,
      lastInstantNs: Number.NEGATIVE_INFINITY,
      lived: undefined,
      services: undefined,
      fruitless: 0,
      fruitful: 0,
      addresses: undefined,
      ports: undefined,
      resets: undefined,
      resetCount: 0,
    };
    this.#entries.set(address, entry);
    return entry;
  }

  #addLived(responder: AddressEntry, tracker: Tracked, slot: number): void {
    const { words, cold, coldTimes } = tracker.table;
    // Most connections are short: nothing is looked up for them.
    const durationNs = tracker.table.lastInstantOf(slot) - coldTimes[slot * at.coldTimes + at.FIRST_INSTANT];
    const port = words[slot * at.rowWords + at.RESPONDER_PORT];
    const longest = responder.lived?.get(port);
    if (durationNs < Math.max(leastLivedNs, longest?.silenceNs ?? 0)) return;
    if (longest === undefined && this.#livedCount >= mostServices) return;
    const lived = longestLived(tracker, slot);
    if (lived === undefined || lived.silenceNs <= (longest?.silenceNs ?? 0)) return;
    if (longest === undefined) this.#livedCount += 1;
    responder.lived ??= new Map();
    responder.lived.set(port, { ...lived, stream: cold[slot * at.coldWords + at.STREAM] });
  }

  #addService(responder: AddressEntry, port: number, instantNs: number, leftWaiting: number): ServiceEntry | undefined {
    const entry = responder.services?.get(port);
    if (entry === undefined) {
      if (this.#serviceCount >= mostServices) return undefined;
      this.#serviceCount += 1;
      responder.services ??= new Map();
      const made = {
        accepted: 1,
        leftWaiting,
        greeted: 0,
        turnedAway: 0,
        firstInstantNs: instantNs,
        lastInstantNs: instantNs,
      };
      responder.services.set(port, made);
      return made;
    }
    entry.accepted += 1;
    entry.leftWaiting += leftWaiting;
    if (instantNs < entry.firstInstantNs) entry.firstInstantNs = instantNs;
    if (instantNs > entry.lastInstantNs) entry.lastInstantNs = instantNs;
    return entry;
  }
}

/** What an SSH server said first. */
function addGreeting(service: ServiceEntry, { conversations }: TrackedWithExhibits, slot: number): void {
  const { words, row } = conversations.find(slot);
  const bits = words[row + said.endWords + said.SSH_BITS];
  if ((bits & SSH_BANNER) !== 0) service.greeted += 1;
  if ((bits & SSH_REFUSAL) !== 0) service.turnedAway += 1;
}

/** By the row alone: several SYN-ACKs, and the ACK and data of the originator without any data of the responder. */
function isLeftWaiting({ table: { words, cold } }: Tracked, slot: number): boolean {
  const half = slot * at.rowWords + at.HALF;
  const coldRow = slot * at.coldWords;
  return (
    cold[coldRow + at.halfColdWords + at.SYNS] >= 2 &&
    cold[coldRow + at.HANDSHAKE_ACK_FRAME] > 0 &&
    words[half + at.DATA_SEGMENTS] >= 2 &&
    words[half + at.halfWords + at.SEGMENTS] === cold[coldRow + at.halfColdWords + at.SYNS]
  );
}

function addToBaseline(entry: AddressEntry, tracker: Tracked, slot: number, direction: number): void {
  const { words, cold } = tracker.table;
  const half = slot * at.rowWords + at.HALF + direction * at.halfWords;
  const halfCold = slot * at.coldWords + direction * at.halfColdWords;
  if (words[half + at.SEGMENTS] === 0) return;
  entry.connections += 1;
  const handshake = cold[halfCold + at.SYN_FRAME] === 0 ? -1 : cold[halfCold + at.HANDSHAKE_TTL];
  const lowest = words[half + at.TTL_LOWEST];
  const highest = words[half + at.TTL_HIGHEST];
  countTtl(entry.ttls, handshake);
  if (lowest !== handshake) countTtl(entry.ttls, lowest);
  if (highest !== handshake && highest !== lowest) countTtl(entry.ttls, highest);
  const lastInstantNs =
    tracker.table.times[slot * at.rowTimes + at.HALF_TIMES + direction * at.halfTimes + at.HALF_LAST_INSTANT];
  if (lastInstantNs > entry.lastInstantNs) entry.lastInstantNs = lastInstantNs;
  entry.timestampHz = readTimestampHz(tracker, slot, direction) ?? entry.timestampHz;
}

function addReset(
  originator: AddressEntry | undefined,
  responder: AddressEntry | undefined,
  tracker: TrackedWithExhibits,
  slot: number,
): void {
  const reset = tracker.exhibits.of(slot)?.resets.find(({ effect }) => effect === 'accepted' || effect === 'unknown');
  const entry = reset?.from === 'originator' ? originator : responder;
  if (reset === undefined || entry === undefined) return;
  const note: ResetNote = {
    stream: tracker.table.cold[slot * at.coldWords + at.STREAM],
    frame: reset.frame,
    instantNs: reset.instantNs,
    firstInstantNs: tracker.table.coldTimes[slot * at.coldTimes + at.FIRST_INSTANT],
    kind: reset.kind,
    from: reset.from,
    service: tracker.table.words[slot * at.rowWords + at.RESPONDER_PORT],
    ttl: reset.ttl,
    afterFin: reset.before[reset.from].finFrame !== undefined,
  };
  entry.resets ??= [];
  entry.resets[entry.resetCount % mostResetNotes] = note;
  entry.resetCount += 1;
}

function addAttempt(entry: AddressEntry, words: Int32Array, row: number, responder: AddressKey): void {
  const own = row + at.HALF;
  const other = own + at.halfWords;
  if ((words[row + at.BITS] & at.HALF_SYN) === 0) return;
  if (words[own + at.DATA_SEGMENTS] + words[other + at.DATA_SEGMENTS] > 0) {
    entry.fruitful += 1;
    return;
  }
  entry.fruitless += 1;
  entry.addresses ??= new Set();
  entry.ports ??= new Set();
  if (entry.addresses.size < mostTargets) entry.addresses.add(responder);
  if (entry.ports.size < mostTargets) entry.ports.add(words[row + at.RESPONDER_PORT]);
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

function countTtl(ttls: number[], ttl: number): void {
  if (ttl < 0) return;
  for (let index = 0; index < ttls.length; index += 2) {
    if (ttls[index] !== ttl) continue;
    ttls[index + 1] += 1;
    return;
  }
  if (ttls.length < 2 * mostTtls) ttls.push(ttl, 1);
}
