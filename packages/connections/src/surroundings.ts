import { AddressTable, type Baseline } from './address-table.ts';
import type { AddressKey } from './connection.ts';
import * as at from './layout.ts';
import { type LeftOpen, LeftOpenTable } from './left-open.ts';
import { type PairSums, PairTable } from './pair-sums.ts';
import { noteOf, type ResetNote, ResetNotes } from './reset-notes.ts';
import { type LivedSilence, type Service, ServiceTable } from './service-table.ts';
import type { TrackedWithExhibits } from './tracked-with-exhibits.ts';

/** Connection attempts of one address that came to nothing: refused, unanswered, or dropped by itself without a byte of payload. */
export interface Attempts {
  readonly fruitless: number;
  /** Connections of the same originator that carried payload. */
  readonly fruitful: number;
  /** Different responders (addresses), and different ports, among the fruitless; counted up to `mostTargets`. */
  readonly addresses: number;
  readonly ports: number;
}

const mostTargets = 4096;

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
  readonly #services = new ServiceTable();
  readonly #attempts: AttemptsEntry[] = [];
  readonly #leftOpen = new LeftOpenTable();
  readonly #resets = new ResetNotes();

  add(tracker: TrackedWithExhibits, slot: number): void {
    const { words } = tracker.table;
    const row = slot * at.rowWords;
    const originator = this.#addresses.numberOf(tracker, slot, 0);
    const responder = this.#addresses.numberOf(tracker, slot, 1);
    if ((words[row + at.STATE] & at.STATE_EXHIBIT) !== 0) this.#addReset(originator, responder, tracker, slot);
    if (originator >= 0) {
      this.#addresses.add(originator, tracker, slot, 0);
      this.#addAttempt(originator, responder, words, row);
    }
    if (responder < 0) return;
    this.#addresses.add(responder, tracker, slot, 1);
    this.#services.add(responder, tracker, slot);
    this.#leftOpen.add(tracker, slot);
    const isAccepted = (words[row + 1 + at.BITS] & at.HALF_SYN_ACK) !== 0;
    if (isAccepted && originator >= 0) this.#pairs.add(tracker, slot, originator, responder);
  }

  baseline(address: AddressKey): Baseline | undefined {
    return this.#addresses.baseline(this.#addresses.find(address));
  }

  service(address: AddressKey, port: number): Service | undefined {
    return this.#services.find(this.#addresses.find(address), port);
  }

  /** The longest silence that a connection to this port outlived. */
  lived(address: AddressKey, port: number): LivedSilence | undefined {
    return this.#services.lived(this.#addresses.find(address), port);
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
    const entry = this.#attempts[this.#addresses.find(originator)];
    if (entry === undefined) return undefined;
    const { fruitless, fruitful, addresses, ports } = entry;
    const atLeast = Math.min(fruitless, 1);
    return { fruitless, fruitful, addresses: addresses?.size ?? atLeast, ports: ports?.size ?? atLeast };
  }

  /** The RSTs by which an address ended or refused connections, one per connection, in order of time; of very many, the newest. */
  resetsOf(address: AddressKey): readonly ResetNote[] {
    return this.#resets.of(this.#addresses.find(address));
  }

  /** What the accepted connections between two addresses come to; undefined when there was none, or no room. */
  pair(originator: AddressKey, responder: AddressKey, port: number): PairSums | undefined {
    return this.#pairs.find(this.#addresses.find(originator), this.#addresses.find(responder), port);
  }

  /** Those between whom there were so many accepted connections or more. */
  busyPairs(leastConnections: number): Iterable<PairSums> {
    return this.#pairs.busy(leastConnections);
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
}
