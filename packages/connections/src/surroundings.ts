import { SSH_BANNER, SSH_REFUSAL } from '@fivewhys/capture';
import { AddressTable, type Baseline } from './address-table.ts';
import type { AddressKey } from './connection.ts';
import * as said from './conversation/layout.ts';
import * as at from './layout.ts';
import { type LeftOpen, LeftOpenTable } from './left-open.ts';
import { outlivedSilenceFrame, outlivedSilenceNs } from './outlived-silence.ts';
import { type PairSums, PairTable } from './pair-sums.ts';
import { noteOf, type ResetNote, ResetNotes } from './reset-notes.ts';
import type { Tracked } from './tracked.ts';
import type { TrackedWithExhibits } from './tracked-with-exhibits.ts';

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

const mostServices = 65_536;
const mostTargets = 4096;

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

interface AttemptsEntry {
  fruitless: number;
  fruitful: number;
  /** Of the first fruitless attempt. The sets are made with the second: a flood comes from addresses that make one each. */
  firstAddress: number;
  firstPort: number;
  addresses: Set<number> | undefined;
  ports: Set<number> | undefined;
}

/** What the other connections of a capture say about an address. Filled as connections are released, in bounded memory. */
export class Surroundings {
  readonly #addresses = new AddressTable();
  readonly #pairs = new PairTable((id) => this.#addresses.keyOf(id));
  // By the number of the address, and there by port.
  readonly #services = new Map<number, Map<number, Mutable<Service>>>();
  readonly #lived = new Map<number, Map<number, LivedSilence>>();
  readonly #attempts: AttemptsEntry[] = [];
  readonly #leftOpen = new LeftOpenTable();
  readonly #resets = new ResetNotes();
  #serviceCount = 0;
  #livedCount = 0;

  add(tracker: TrackedWithExhibits, slot: number): void {
    const { words } = tracker.table;
    const row = slot * at.rowWords;
    const originatorKey = addressKey(tracker, slot, 0);
    const responderKey = addressKey(tracker, slot, 1);
    const originator = this.#addresses.idOf(originatorKey);
    const responder = this.#addresses.idOf(responderKey);
    if ((words[row + at.STATE] & at.STATE_EXHIBIT) !== 0) this.#addReset(originator, responder, tracker, slot);
    if (originator >= 0) {
      this.#addresses.add(originator, tracker, slot, 0);
      this.#addAttempt(originator, responder, words, row);
    }
    if (responder < 0) return;
    this.#addresses.add(responder, tracker, slot, 1);
    this.#addLived(responder, tracker, slot);
    this.#leftOpen.add(tracker, slot, originatorKey, responderKey);
    if ((words[row + 1 + at.BITS] & at.HALF_SYN_ACK) === 0) return;
    const instantNs = tracker.table.coldTimes[slot * at.coldTimes + at.FIRST_INSTANT];
    const leftWaiting = isLeftWaiting(tracker, slot) ? 1 : 0;
    const service = this.#addService(responder, words[row + at.RESPONDER_PORT], instantNs, leftWaiting);
    if (service !== undefined && (words[row + at.STATE] & at.STATE_SPOKEN) !== 0) addGreeting(service, tracker, slot);
    if (originator >= 0) this.#pairs.add(tracker, slot, originator, responder);
  }

  baseline(address: AddressKey): Baseline | undefined {
    const id = this.#addresses.find(address);
    return id === undefined ? undefined : this.#addresses.baseline(id);
  }

  service(address: AddressKey, port: number): Service | undefined {
    return this.#of(this.#services, address)?.get(port);
  }

  /** The longest silence that a connection to this port outlived. */
  lived(address: AddressKey, port: number): LivedSilence | undefined {
    return this.#of(this.#lived, address)?.get(port);
  }

  /** Connections to a port of a responder that a segment with this sequence number would continue, and that their originator had neither closed nor reset when they were let go. */
  leftOpen(responder: AddressKey, port: number, sequence: number): readonly LeftOpen[] {
    return this.#leftOpen.continuedBy(responder, port, sequence);
  }

  /** Those from one port of an originator, to whatever responder. */
  leftOpenFrom(originator: AddressKey, port: number): readonly LeftOpen[] {
    return this.#leftOpen.from(originator, port);
  }

  attempts(originator: AddressKey): Attempts | undefined {
    const id = this.#addresses.find(originator);
    const entry = id === undefined ? undefined : this.#attempts[id];
    if (entry === undefined) return undefined;
    const { fruitless, fruitful, addresses, ports } = entry;
    const atLeast = Math.min(fruitless, 1);
    return { fruitless, fruitful, addresses: addresses?.size ?? atLeast, ports: ports?.size ?? atLeast };
  }

  /** The RSTs by which an address ended or refused connections, one per connection, in order of time; of very many, the newest. */
  resetsOf(address: AddressKey): readonly ResetNote[] {
    const id = this.#addresses.find(address);
    return id === undefined ? [] : this.#resets.of(id);
  }

  /** What the accepted connections between two addresses come to; undefined when there was none, or no room. */
  pair(originator: AddressKey, responder: AddressKey, port: number): PairSums | undefined {
    const from = this.#addresses.find(originator);
    const to = this.#addresses.find(responder);
    return from === undefined || to === undefined ? undefined : this.#pairs.find(from, to, port);
  }

  /** Those between whom there were so many accepted connections or more. */
  busyPairs(leastConnections: number): Iterable<PairSums> {
    return this.#pairs.busy(leastConnections);
  }

  #of<Value>(byId: ReadonlyMap<number, Value>, address: AddressKey): Value | undefined {
    const id = this.#addresses.find(address);
    return id === undefined ? undefined : byId.get(id);
  }

  #addReset(originator: number, responder: number, tracker: TrackedWithExhibits, slot: number): void {
    const lone = tracker.exhibits.lone(slot);
    const told = lone === undefined ? (tracker.exhibits.of(slot)?.resets ?? []) : [lone];
    const reset = told.find(({ effect }) => effect === 'accepted' || effect === 'unknown');
    const address = reset?.from === 'originator' ? originator : responder;
    if (reset !== undefined && address >= 0) this.#resets.add(address, noteOf(reset, tracker, slot));
  }

  /** @param responder number of its address, or -1 */
  #addAttempt(originator: number, responder: number, words: Int32Array, row: number): void {
    const own = row + at.HALF;
    const other = own + at.halfWords;
    if ((words[row + at.BITS] & at.HALF_SYN) === 0) return;
    let entry = this.#attempts[originator];
    if (entry === undefined) {
      entry = { fruitless: 0, fruitful: 0, firstAddress: 0, firstPort: 0, addresses: undefined, ports: undefined };
      this.#attempts[originator] = entry;
    }
    if (words[own + at.DATA_SEGMENTS] + words[other + at.DATA_SEGMENTS] > 0) {
      entry.fruitful += 1;
      return;
    }
    entry.fruitless += 1;
    const port = words[row + at.RESPONDER_PORT];
    if (entry.fruitless === 1) {
      entry.firstAddress = responder;
      entry.firstPort = port;
      return;
    }
    entry.addresses ??= new Set([entry.firstAddress]);
    entry.ports ??= new Set([entry.firstPort]);
    if (entry.addresses.size < mostTargets) entry.addresses.add(responder);
    if (entry.ports.size < mostTargets) entry.ports.add(port);
  }

  #addLived(responder: number, tracker: Tracked, slot: number): void {
    const { table } = tracker;
    const silenceNs = outlivedSilenceNs(table, slot);
    if (silenceNs === 0) return;
    const port = table.words[slot * at.rowWords + at.RESPONDER_PORT];
    const longest = this.#lived.get(responder)?.get(port);
    if (silenceNs <= (longest?.silenceNs ?? 0)) return;
    if (longest === undefined && this.#livedCount >= mostServices) return;
    if (longest === undefined) this.#livedCount += 1;
    mapOf(this.#lived, responder).set(port, {
      silenceNs,
      stream: table.cold[slot * at.coldWords + at.STREAM],
      frame: outlivedSilenceFrame(table, slot),
    });
  }

  #addService(responder: number, port: number, instantNs: number, leftWaiting: number): Mutable<Service> | undefined {
    const entry = this.#services.get(responder)?.get(port);
    if (entry === undefined) {
      if (this.#serviceCount >= mostServices) return undefined;
      this.#serviceCount += 1;
      const made = {
        accepted: 1,
        leftWaiting,
        greeted: 0,
        turnedAway: 0,
        firstInstantNs: instantNs,
        lastInstantNs: instantNs,
      };
      mapOf(this.#services, responder).set(port, made);
      return made;
    }
    entry.accepted += 1;
    entry.leftWaiting += leftWaiting;
    if (instantNs < entry.firstInstantNs) entry.firstInstantNs = instantNs;
    if (instantNs > entry.lastInstantNs) entry.lastInstantNs = instantNs;
    return entry;
  }
}

function mapOf<Value>(maps: Map<number, Map<number, Value>>, key: number): Map<number, Value> {
  let map = maps.get(key);
  if (map === undefined) {
    map = new Map();
    maps.set(key, map);
  }
  return map;
}

/** What an SSH server said first. */
function addGreeting(service: Mutable<Service>, { conversations }: TrackedWithExhibits, slot: number): void {
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
