import {
  formatAddress,
  type IcmpError,
  RECORD_FLAGS,
  RECORD_FROM_RESPONDER,
  recordWords,
  type SegmentRecord,
} from '@fivewhys/capture';
import type { IcmpNote, Reset, ResetEffect, Side } from './connection.ts';
import { describeReset, effectOfReset, type ResetGlance } from './describe-reset.ts';
import * as at from './layout.ts';
import { describeLoneReset, glanceAtLoneReset, isLoneReset } from './lone-reset.ts';
import type { Tracked } from './tracked.ts';

/** RSTs that are described one by one; of more, the first that was acted on, and the frames, up to `mostResetFrames`. */
const mostResets = 16;
const mostResetFrames = 100_000;
/** Segments kept from a RST or ICMP error on. */
const mostAfter = 32;
const mostIcmpErrors = 16;

/** What is kept of a connection that looks wrong, beyond its row. */
export interface Exhibit {
  readonly resets: Reset[];
  readonly resetFrames: number[];
  /** Of those: with the address of the other end than the first RST has; undefined while there is none. */
  opposedResetFrames: number[] | undefined;
  /**
   * What the log held when it began to forget, in its form; undefined while the log still has all segments: most connections of a port scan never get
   * that far, and 600,000 of them took 2 GB when each had these two.
   */
  before: Int32Array | undefined;
  /** The segments after that, likewise. */
  after: Int32Array | undefined;
  keptAfter: number;
  /** Segments from the first RST or ICMP error on, wherever they are kept. */
  afterCount: number;
  readonly icmpErrors: IcmpNote[];
}

/** The exhibits of all connections that look wrong, by slot. */
export class Exhibits {
  readonly #tracker: Tracked;
  readonly #bySlot = new Map<number, Exhibit>();
  /** The lone RST that was glanced at last: whoever takes in a connection asks several times. */
  #loneSlot = -1;
  #lone: ResetGlance | undefined;

  constructor(tracker: Tracked) {
    this.#tracker = tracker;
  }

  /** Connections of which something is kept beyond row and log: what memory grows with. */
  get keptCount(): number {
    return this.#bySlot.size;
  }

  of(slot: number): Exhibit | undefined {
    return this.#isLone(slot) ? exhibitOf(describeLoneReset(this.#tracker, slot)) : this.#bySlot.get(slot);
  }

  /** The only RST of a connection of which nothing was followed since; undefined where there is none, or more is kept. */
  lone(slot: number): ResetGlance | undefined {
    if (!this.#isLone(slot)) return undefined;
    if (this.#lone === undefined || this.#loneSlot !== slot) {
      this.#lone = glanceAtLoneReset(this.#tracker, slot);
      this.#loneSlot = slot;
    }
    return this.#lone;
  }

  drop(slot: number): void {
    this.#bySlot.delete(slot);
    this.#forgetLone(slot);
  }

  /** Something more is about to be followed: what a lone RST found before it is described as long as the row tells it. */
  settle(slot: number): void {
    const exhibit = this.#isLone(slot) ? this.of(slot) : undefined;
    if (exhibit === undefined) return;
    this.#bySlot.set(slot, exhibit);
    this.#forgetLone(slot);
  }

  /** Called before the row takes note of the RST. */
  addReset(slot: number, direction: number, segment: SegmentRecord, payload: Uint8Array): Pick<Reset, 'effect'> {
    if (!this.#bySlot.has(slot) && isLoneReset(this.#tracker, slot, payload)) {
      this.#tracker.table.words[slot * at.rowWords + at.STATE] |= at.STATE_LONE_RESET;
      this.#loneSlot = -1;
      return effectOfReset(this.#tracker, slot, direction, segment);
    }
    const exhibit = this.#open(slot);
    addResetFrame(exhibit, direction, segment.frame);
    const { resets } = exhibit;
    if (resets.length >= mostResets) {
      // Someone who tries one number after the other (RFC 5961 section 1.2) is ignored many times before he hits.
      const { effect } = effectOfReset(this.#tracker, slot, direction, segment);
      if (!isActedOn(effect) || resets.some((reset) => isActedOn(reset.effect))) return { effect };
    }
    const reset = describeReset(this.#tracker, slot, direction, segment, payload);
    resets.push(reset);
    return reset;
  }

  addCopiedResetFrame(slot: number, direction: number, frame: number): void {
    const exhibit = this.#bySlot.get(slot);
    if (exhibit !== undefined) addResetFrame(exhibit, direction, frame);
  }

  /** @param direction who had sent the quoted segment */
  addIcmpError(slot: number, direction: number, error: IcmpError): void {
    this.settle(slot);
    const exhibit = this.#open(slot);
    if (exhibit.icmpErrors.length >= mostIcmpErrors) return;
    exhibit.icmpErrors.push({
      frame: error.frame,
      instantNs: error.instantNs,
      family: error.family,
      type: error.type,
      code: error.code,
      mtuBytes: error.mtuBytes,
      source: formatAddress(error.family, error.source0, error.source1, error.source2, error.source3, []),
      about: direction === 0 ? 'originator' : 'responder',
      quotedSequence: error.quotedSequence >>> 0,
    });
  }

  /** Keeps a segment that comes after the first RST or ICMP error, or is that RST. Called before the log takes it, and with that forgets another. */
  addAfter(slot: number, segment: SegmentRecord, direction: number): void {
    const exhibit = this.#bySlot.get(slot);
    if (exhibit === undefined || exhibit.afterCount >= mostAfter) return;
    exhibit.afterCount += 1;
    const { words } = this.#tracker.table;
    const row = slot * at.rowWords;
    const logged = words[row + at.LOGGED];
    if (logged < at.headSegments) return; // it becomes one of those that stay in the log as long as the connection does
    exhibit.before ??= this.#tracker.log.copy(slot, logged, words[row + at.NEWEST_LOGGED]);
    exhibit.after ??= new Int32Array(mostAfter * recordWords);
    const start = exhibit.keptAfter * recordWords;
    exhibit.after.set(segment.kept(), start);
    if (direction === 1) exhibit.after[start + RECORD_FLAGS] |= RECORD_FROM_RESPONDER;
    exhibit.keptAfter += 1;
  }

  #isLone(slot: number): boolean {
    return (this.#tracker.table.words[slot * at.rowWords + at.STATE] & at.STATE_LONE_RESET) !== 0;
  }

  #forgetLone(slot: number): void {
    this.#tracker.table.words[slot * at.rowWords + at.STATE] &= ~at.STATE_LONE_RESET;
    if (this.#loneSlot !== slot) return;
    this.#loneSlot = -1;
    this.#lone = undefined;
  }

  #open(slot: number): Exhibit {
    const known = this.#bySlot.get(slot);
    if (known !== undefined) return known;
    const exhibit = exhibitOf();
    this.#bySlot.set(slot, exhibit);
    return exhibit;
  }
}

function addResetFrame(exhibit: Exhibit, direction: number, frame: number): void {
  if (exhibit.resetFrames.length >= mostResetFrames) return;
  exhibit.resetFrames.push(frame);
  const [first] = exhibit.resets;
  if (first === undefined || first.from === sideOf(direction)) return;
  exhibit.opposedResetFrames ??= [];
  exhibit.opposedResetFrames.push(frame);
}

function sideOf(direction: number): Side {
  return direction === 0 ? 'originator' : 'responder';
}

/** @param lone the RST that it begins with, and that the log has */
function exhibitOf(lone?: Reset): Exhibit {
  return {
    resets: lone === undefined ? [] : [lone],
    resetFrames: lone === undefined ? [] : [lone.frame],
    opposedResetFrames: undefined,
    before: undefined,
    after: undefined,
    keptAfter: 0,
    afterCount: lone === undefined ? 0 : 1,
    icmpErrors: [],
  };
}

function isActedOn(effect: ResetEffect): boolean {
  return effect === 'accepted' || effect === 'unknown';
}
