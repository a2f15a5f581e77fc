import {
  ACK,
  formatAddress,
  type IcmpError,
  OPTION_TIMESTAMPS,
  RECORD_FLAGS,
  RECORD_FROM_RESPONDER,
  recordWords,
  type SegmentRecord,
} from '@fivewhys/capture';
import type { IcmpNote, Reset, ResetEffect, Side } from './connection.ts';
import { describeHalf } from './describe-half.ts';
import * as at from './layout.ts';
import { findProvoker } from './provoker.ts';
import { resetEffectOf } from './reset-effect.ts';
import { resetKindOf } from './reset-kind.ts';
import { headSegments } from './segment-log.ts';
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
  readonly #bySlot = new Map<number, Exhibit>();

  of(slot: number): Exhibit | undefined {
    return this.#bySlot.get(slot);
  }

  drop(slot: number): void {
    this.#bySlot.delete(slot);
  }

  addReset(
    tracker: Tracked,
    slot: number,
    direction: number,
    segment: SegmentRecord,
    payload: Uint8Array,
  ): Pick<Reset, 'effect'> {
    const exhibit = this.#open(slot);
    addResetFrame(exhibit, direction, segment.frame);
    const { resets } = exhibit;
    if (resets.length >= mostResets) {
      // Someone who tries one number after the other (RFC 5961 section 1.2) is ignored many times before he hits.
      const { effect } = effectOf(tracker, slot, direction, segment);
      if (!isActedOn(effect) || resets.some((reset) => isActedOn(reset.effect))) return { effect };
    }
    const reset = describeReset(tracker, slot, direction, segment, payload);
    resets.push(reset);
    return reset;
  }

  addCopiedResetFrame(slot: number, direction: number, frame: number): void {
    const exhibit = this.#bySlot.get(slot);
    if (exhibit !== undefined) addResetFrame(exhibit, direction, frame);
  }

  /** @param direction who had sent the quoted segment */
  addIcmpError(slot: number, direction: number, error: IcmpError): void {
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
      about: sideOf(direction),
      quotedSequence: error.quotedSequence >>> 0,
    });
  }

  /** Keeps a segment that comes after the first RST or ICMP error, or is that RST. Called before the log takes it, and with that forgets another. */
  addAfter(tracker: Tracked, slot: number, segment: SegmentRecord, direction: number): void {
    const exhibit = this.#bySlot.get(slot);
    if (exhibit === undefined || exhibit.afterCount >= mostAfter) return;
    exhibit.afterCount += 1;
    const { words } = tracker.table;
    const row = slot * at.rowWords;
    const logged = words[row + at.LOGGED];
    if (logged < headSegments) return; // it becomes one of those that stay in the log as long as the connection does
    exhibit.before ??= tracker.log.copy(slot, logged, words[row + at.NEWEST_LOGGED]);
    exhibit.after ??= new Int32Array(mostAfter * recordWords);
    const start = exhibit.keptAfter * recordWords;
    exhibit.after.set(segment.kept(), start);
    if (direction === 1) exhibit.after[start + RECORD_FLAGS] |= RECORD_FROM_RESPONDER;
    exhibit.keptAfter += 1;
  }

  #open(slot: number): Exhibit {
    const known = this.#bySlot.get(slot);
    if (known !== undefined) return known;
    const exhibit: Exhibit = {
      resets: [],
      resetFrames: [],
      opposedResetFrames: undefined,
      before: undefined,
      after: undefined,
      keptAfter: 0,
      afterCount: 0,
      icmpErrors: [],
    };
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

function isActedOn(effect: ResetEffect): boolean {
  return effect === 'accepted' || effect === 'unknown';
}

function sideOf(direction: number): Side {
  return direction === 0 ? 'originator' : 'responder';
}

function describeReset(
  tracker: Tracked,
  slot: number,
  direction: number,
  segment: SegmentRecord,
  payload: Uint8Array,
): Reset {
  const before = { originator: describeHalf(tracker, slot, 0), responder: describeHalf(tracker, slot, 1) };
  const { kind, deviations } =
    segment.numbersUnknown !== 0
      ? { kind: 'unknown' as const, deviations: [] }
      : resetKindOf({
          family: segment.family,
          flags: segment.flags,
          sequence: segment.sequence,
          acknowledgment: segment.acknowledgment,
          window: segment.window,
          ipId: segment.ipId,
          dontFragment: segment.dontFragment,
          options: segment.options,
          payloadBytes: segment.payloadBytes,
          timestampsInUse: before.originator.usesTimestamps && before.responder.usesTimestamps,
        });
  const { effect, because } = effectOf(tracker, slot, direction, segment);
  const provoker = findProvoker(tracker, slot, direction, segment, kind);
  return {
    frame: segment.frame,
    instantNs: segment.instantNs,
    from: sideOf(direction),
    kind,
    deviations,
    effect,
    effectBecause: because,
    flags: segment.flags,
    sequence: segment.sequence >>> 0,
    acknowledgment: segment.acknowledgment >>> 0,
    window: segment.window,
    ttl: segment.ttl,
    ipId: segment.ipId,
    dontFragment: segment.dontFragment,
    options: segment.options,
    linkSource: segment.linkSource,
    timestampValue: (segment.options & OPTION_TIMESTAMPS) === 0 ? undefined : segment.timestampValue >>> 0,
    payload,
    payloadBytes: segment.payloadBytes,
    provokedBy: provoker?.frame,
    provokedBecause: provoker?.because ?? '',
    before,
  };
}

function effectOf(
  tracker: Tracked,
  slot: number,
  direction: number,
  segment: SegmentRecord,
): { readonly effect: ResetEffect; readonly because: string } {
  if (segment.numbersUnknown !== 0) {
    return { effect: 'unknown', because: 'the text holds its flags, and not the numbers by which its receiver judges' };
  }
  const { words, cold } = tracker.table;
  const row = slot * at.rowWords;
  const senderCold = slot * at.coldWords + direction * at.halfColdWords;
  const receiverCold = slot * at.coldWords + (1 - direction) * at.halfColdWords;
  const senderState = row + direction;
  const receiverState = row + 1 - direction;
  const receiver = row + at.HALF + (1 - direction) * at.halfWords;
  const senderBits = words[senderState + at.BITS];
  const receiverBits = words[receiverState + at.BITS];
  const bothClosed = at.HALF_FIN_ACKED & senderBits & receiverBits;
  // A SYN that got bare ACKs reached an older socket: what the originator sends there counts by that socket's numbers, which only its ACKs tell.
  const olderSocket =
    direction === 0 && cold[slot * at.coldWords + at.ODD_ACKS] > 0 && (receiverBits & at.HALF_SYN_ACK) === 0;
  const scale = (senderBits & receiverBits & at.HALF_WINDOW_SCALE) !== 0 ? cold[receiverCold + at.WINDOW_SCALE] : 0;
  return resetEffectOf(
    {
      sequence: segment.sequence,
      acknowledgment: segment.acknowledgment,
      hasAck: (segment.flags & ACK) !== 0,
    },
    {
      synSent:
        (receiverBits & at.HALF_SYN) !== 0 &&
        (senderBits & (at.HALF_SYN | at.HALF_SYN_ACK)) === 0 &&
        words[receiver + at.SEGMENTS] === cold[receiverCold + at.SYNS],
      initialSequence: cold[receiverCold + at.ISN],
      gone: (receiverBits & at.HALF_GONE) !== 0 || bothClosed !== 0,
      acknowledged: (receiverBits & at.HALF_ACKED_KNOWN) !== 0 ? words[receiverState + at.ACKED] : undefined,
      senderNext: (senderBits & at.HALF_NEXT_KNOWN) !== 0 && !olderSocket ? words[senderState + at.NEXT] : undefined,
      senderFin: (senderBits & at.HALF_FIN) !== 0 ? cold[senderCold + at.FIN_SEQUENCE] : undefined,
      sacked: (receiverBits & at.HALF_SACKED) !== 0,
      windowBytes: words[receiver + at.WINDOW] * 2 ** scale,
    },
  );
}
