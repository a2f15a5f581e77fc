import { addressKey } from './address-key.ts';
import type { AddressKey } from './connection.ts';
import { describeHalf } from './describe-half.ts';
import * as at from './layout.ts';
import { lastFrameOf, lastInstantOf } from './slot-frames.ts';
import type { Tracked } from './tracked.ts';

/** A connection that its originator had neither closed nor reset when it was let go: it may live on under another source address or port. */
export interface LeftOpen {
  readonly stream: number;
  readonly originator: AddressKey;
  readonly originatorPort: number;
  readonly responder: AddressKey;
  readonly firstInstantNs: number;
  /** The number after its last byte: what it would send next. */
  readonly originatorNext: number;
  /** The number after the responder's last byte, its FIN not counted. */
  readonly responderNext: number;
  readonly isClosedByResponder: boolean;
  /** Of the last segment of either end. */
  readonly lastFrame: number;
  readonly lastInstantNs: number;
}

/** Connections kept. A capture that was cut off in the middle of everything has more. */
const mostLeftOpen = 10_000;

/** Connections that were left open, by what would continue them and by the originator alone, in bounded memory. */
export class LeftOpenTable {
  readonly #byNext = new Map<string, LeftOpen[]>();
  readonly #byOriginator = new Map<string, LeftOpen[]>();
  #count = 0;

  add(tracker: Tracked, slot: number): void {
    const { words } = tracker.table;
    const row = slot * at.rowWords;
    const isExhibit = (words[row + at.STATE] & at.STATE_EXHIBIT) !== 0;
    if (isExhibit || (words[row + at.BITS] & at.HALF_FIN) !== 0 || this.#count >= mostLeftOpen) return;
    const { table } = tracker;
    const [originator, responder] = [describeHalf(tracker, slot, 0), describeHalf(tracker, slot, 1)];
    const originatorNext = originator.nextSequence;
    const responderNext = responder.finSequence ?? responder.nextSequence;
    if (originator.dataSegments === 0 || originatorNext === undefined || responderNext === undefined) return;
    const originatorKey = addressKey(tracker, slot, 0);
    const responderKey = addressKey(tracker, slot, 1);
    const key = keyOf(responderKey, words[row + at.RESPONDER_PORT], originatorNext);
    const one = {
      stream: table.cold[slot * at.coldWords + at.STREAM],
      originator: originatorKey,
      originatorPort: words[row + at.ORIGINATOR_PORT],
      responder: responderKey,
      firstInstantNs: table.coldTimes[slot * at.coldTimes + at.FIRST_INSTANT],
      originatorNext,
      responderNext,
      isClosedByResponder: responder.finFrame !== undefined,
      lastFrame: lastFrameOf(table, slot),
      lastInstantNs: lastInstantOf(table, slot),
    };
    append(this.#byNext, key, one);
    append(this.#byOriginator, `${originatorKey} ${one.originatorPort}`, one);
    this.#count += 1;
  }

  /** Those to a port of a responder whose originator, whatever its address and port, would go on with this sequence number. */
  continuedBy(responder: AddressKey, port: number, sequence: number): readonly LeftOpen[] {
    return this.#byNext.get(keyOf(responder, port, sequence)) ?? [];
  }

  /** Of one port of an originator, to whatever responder. */
  from(originator: AddressKey, port: number): readonly LeftOpen[] {
    return this.#byOriginator.get(`${originator} ${port}`) ?? [];
  }
}

function append(lists: Map<string, LeftOpen[]>, key: string, one: LeftOpen): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [one]);
  else list.push(one);
}

function keyOf(responder: AddressKey, port: number, originatorNext: number): string {
  return `${responder} ${port} ${originatorNext}`;
}
