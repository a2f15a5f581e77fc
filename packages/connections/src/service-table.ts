import { SSH_BANNER, SSH_REFUSAL } from '@fivewhys/capture';
import * as said from './conversation/layout.ts';
import { KeyTable } from './key-table.ts';
import * as at from './layout.ts';
import { outlivedSilenceFrame, outlivedSilenceNs } from './outlived-silence.ts';
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

const mostServices = 65_536;
const firstCapacity = 256;

// A row, in words
const ACCEPTED = 0;
const LEFT_WAITING = 1;
const GREETED = 2;
const TURNED_AWAY = 3;
const LIVED_STREAM = 4;
const LIVED_FRAME = 5;
const rowWords = 6;
// and in doubles
const FIRST_INSTANT = 0;
const LAST_INSTANT = 1;
const LIVED_NS = 2;
const rowTimes = 3;

/** The ports to which connections went, by the numbers of their addresses, in rows of typed arrays. Ports beyond the first 65,536 are not looked at. */
export class ServiceTable {
  readonly #keys = new KeyTable(mostServices);
  #words = new Int32Array(firstCapacity * rowWords);
  #times = new Float64Array(firstCapacity * rowTimes);

  /** @param address the responder's number */
  add(address: number, tracker: TrackedWithExhibits, slot: number): void {
    const { table } = tracker;
    const row = slot * at.rowWords;
    const silenceNs = outlivedSilenceNs(table, slot);
    const isAccepted = (table.words[row + 1 + at.BITS] & at.HALF_SYN_ACK) !== 0;
    if (silenceNs === 0 && !isAccepted) return;
    const service = this.#numberOf(address, table.words[row + at.RESPONDER_PORT]);
    if (service < 0) return;
    if (silenceNs > this.#times[service * rowTimes + LIVED_NS]) this.#noteLived(service, silenceNs, tracker, slot);
    if (isAccepted) this.#addAccepted(service, tracker, slot);
  }

  find(address: number, port: number): Service | undefined {
    const service = this.#keys.find(address, port);
    const own = service * rowWords;
    const time = service * rowTimes;
    if (service < 0 || this.#words[own + ACCEPTED] === 0) return undefined;
    return {
      accepted: this.#words[own + ACCEPTED],
      leftWaiting: this.#words[own + LEFT_WAITING],
      greeted: this.#words[own + GREETED],
      turnedAway: this.#words[own + TURNED_AWAY],
      firstInstantNs: this.#times[time + FIRST_INSTANT],
      lastInstantNs: this.#times[time + LAST_INSTANT],
    };
  }

  /** The longest silence that a connection to this port outlived. */
  lived(address: number, port: number): LivedSilence | undefined {
    const service = this.#keys.find(address, port);
    const silenceNs = service < 0 ? 0 : this.#times[service * rowTimes + LIVED_NS];
    if (silenceNs === 0) return undefined;
    const own = service * rowWords;
    return { silenceNs, stream: this.#words[own + LIVED_STREAM], frame: this.#words[own + LIVED_FRAME] };
  }

  #numberOf(address: number, port: number): number {
    const service = this.#keys.numberOf(address, port);
    if (service * rowWords === this.#words.length) this.#grow();
    return service;
  }

  #noteLived(service: number, silenceNs: number, { table }: Tracked, slot: number): void {
    this.#times[service * rowTimes + LIVED_NS] = silenceNs;
    this.#words[service * rowWords + LIVED_STREAM] = table.cold[slot * at.coldWords + at.STREAM];
    this.#words[service * rowWords + LIVED_FRAME] = outlivedSilenceFrame(table, slot);
  }

  #addAccepted(service: number, tracker: TrackedWithExhibits, slot: number): void {
    const { words, coldTimes } = tracker.table;
    const own = service * rowWords;
    const time = service * rowTimes;
    const instantNs = coldTimes[slot * at.coldTimes + at.FIRST_INSTANT];
    const isFirst = this.#words[own + ACCEPTED] === 0;
    if (isFirst || instantNs < this.#times[time + FIRST_INSTANT]) this.#times[time + FIRST_INSTANT] = instantNs;
    if (isFirst || instantNs > this.#times[time + LAST_INSTANT]) this.#times[time + LAST_INSTANT] = instantNs;
    this.#words[own + ACCEPTED] += 1;
    if (isLeftWaiting(tracker, slot)) this.#words[own + LEFT_WAITING] += 1;
    if ((words[slot * at.rowWords + at.STATE] & at.STATE_SPOKEN) !== 0) this.#addGreeting(own, tracker, slot);
  }

  /** What an SSH server said first. */
  #addGreeting(own: number, { conversations }: TrackedWithExhibits, slot: number): void {
    const { words, row } = conversations.find(slot);
    const bits = words[row + said.endWords + said.SSH_BITS];
    if ((bits & SSH_BANNER) !== 0) this.#words[own + GREETED] += 1;
    if ((bits & SSH_REFUSAL) !== 0) this.#words[own + TURNED_AWAY] += 1;
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
