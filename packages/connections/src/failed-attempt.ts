import { addressKey } from './address-key.ts';
import type { AddressKey, Endpoint } from './connection.ts';
import { readEnds } from './describe-connection.ts';
import * as at from './layout.ts';
import { leastTries } from './silence.ts';
import { lastInstantOf } from './slot-frames.ts';
import type { TrackedWithExhibits } from './tracked-with-exhibits.ts';

/** An attempt that came to nothing, as far as it can be told of without describing it. Instants are nanoseconds since the capture's base. */
export interface FailedAttempt {
  readonly stream: number;
  readonly originator: Endpoint;
  readonly responder: Endpoint;
  readonly firstInstantNs: number;
  readonly lastInstantNs: number;
  /** Of its RST, if it has one, else of its last frame. */
  readonly instantNs: number;
  readonly resetFrames: readonly number[];
}

/** How an attempt failed, and at whom. Attempts of the same likeness differ in nothing that a cause looks at, but for their originators and times. */
export interface FailedAttemptLikeness {
  readonly answer: string;
  readonly originator: AddressKey;
  /** Address and port. */
  readonly responder: string;
}

/**
 * What an attempt looks like that got no answer at all, or a single RST at once. It is read from the row and the RST alone, cheap enough for each connection of a flood.
 *
 * @returns undefined for any other connection
 */
export function failedAttemptLikeness(tracker: TrackedWithExhibits, slot: number): FailedAttemptLikeness | undefined {
  const { words, cold } = tracker.table;
  const row = slot * at.rowWords;
  const coldRow = slot * at.coldWords;
  const originator = row + at.HALF;
  const state = words[row + at.STATE];
  const syns = cold[coldRow + at.SYNS];
  const isAttempt =
    (words[row + at.BITS] & at.HALF_SYN) !== 0 &&
    (state & at.STATE_NUMBERS_UNKNOWN) === 0 &&
    words[originator + at.SEGMENTS] === syns &&
    words[originator + at.halfWords + at.SEGMENTS] === 0 &&
    cold[coldRow + at.PREDECESSOR] < 0;
  if (!isAttempt) return undefined;
  const answer = (state & at.STATE_EXHIBIT) === 0 ? silence(syns) : refusal(tracker, slot, syns);
  if (answer === undefined) return undefined;
  return {
    answer,
    originator: addressKey(tracker, slot, 0),
    responder: `${words[row + at.FAMILY]} ${addressKey(tracker, slot, 1)} ${words[row + at.RESPONDER_PORT]}`,
  };
}

/** @param names the capture's names (ReaderContext.names) */
export function readFailedAttempt(tracker: TrackedWithExhibits, slot: number, names: readonly string[]): FailedAttempt {
  const { table, exhibits } = tracker;
  const lone = exhibits.lone(slot);
  const lastInstantNs = lastInstantOf(table, slot);
  return {
    ...readEnds(tracker, slot, names),
    stream: table.cold[slot * at.coldWords + at.STREAM],
    firstInstantNs: table.coldTimes[slot * at.coldTimes + at.FIRST_INSTANT],
    lastInstantNs,
    instantNs: lone?.instantNs ?? lastInstantNs,
    resetFrames: lone === undefined ? [] : [lone.frame],
  };
}

function silence(syns: number): string | undefined {
  return syns >= leastTries ? 'no answer' : undefined;
}

/** Only RSTs that differ in nothing by which one could tell who made them. */
function refusal({ exhibits }: TrackedWithExhibits, slot: number, syns: number): string | undefined {
  const reset = exhibits.lone(slot);
  if (reset === undefined || syns !== 1) return undefined;
  if (reset.kind !== 'B' || reset.from !== 'responder' || reset.effect !== 'accepted') return undefined;
  if (reset.payloadBytes > 0) return undefined;
  return `refused, TTL ${reset.ttl}, ${reset.ipId === 0 ? 'IP ID 0' : 'IP ID'}, ${reset.deviations.join('; ')}`;
}
