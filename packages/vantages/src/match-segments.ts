import { ACK, FIN, OPTION_TIMESTAMPS, RST, SYN } from '@fivewhys/capture';
import { nearestPairs } from './nearest-pairs.ts';
import { Ranges } from './ranges.ts';
import type { SeenSegment } from './seen-segment.ts';

/** A segment, or some bytes of it, that was seen at both places. Indexes into the two lists. */
export interface Link {
  readonly before: number;
  readonly after: number;
  /** The same packet, not one that was cut from it or merged with others. */
  readonly whole: boolean;
}

/** What became of the segments of one direction between two places. */
export interface SegmentMatch {
  readonly links: readonly Link[];
  /** Of segments that were seen before and not, or not whole, after: how many bytes (with SYN and FIN) are missing; 0 for those without. */
  readonly unseenAfter: ReadonlyMap<number, number>;
  /** The other way round. */
  readonly unseenBefore: ReadonlyMap<number, number>;
}

/** By how much the numbers differ after from those before, modulo 2^32. */
export interface Shift {
  readonly sequence: number;
  readonly acknowledgment: number;
}

/** What decides whether two packets are one; the later ones for packets that were changed on the way. */
type Key = (segment: SeenSegment, shift: Shift) => string;

const flagBits = SYN | FIN | RST | ACK;
const numbers: Key = ({ sequence, acknowledgment, payloadBytes, flags }, shift) =>
  `${(sequence + shift.sequence) >>> 0} ${(flags & ACK) === 0 ? '' : (acknowledgment + shift.acknowledgment) >>> 0} ${payloadBytes} ${flags & flagBits}`;
const stamps = ({ options, timestampValue, timestampEcho }: SeenSegment) =>
  (options & OPTION_TIMESTAMPS) === 0 ? '' : `${timestampValue} ${timestampEcho}`;
const untouched: Key = (segment, shift) =>
  `${numbers(segment, shift)} ${segment.window} ${stamps(segment)} ${segment.ipId}`;
const withOtherWindow: Key = (segment, shift) => `${numbers(segment, shift)} ${stamps(segment)} ${segment.ipId}`;
const withOtherIpId: Key = (segment, shift) => `${numbers(segment, shift)} ${stamps(segment)}`;

const none: Shift = { sequence: 0, acknowledgment: 0 };

/**
 * Finds which segments of one direction were seen at both of two places, by their numbers and never by the clock alone. A segment that was sent again is told from its
 * first sending by IP ID and timestamps; where these don't tell, by the order and by when the others came. What was cut or merged in between (TSO, GRO, a proxy of segments)
 * is matched by ranges of bytes.
 *
 * @param before what was seen where the segments pass first, in order @param after likewise where they pass next
 */
export function matchSegments(
  before: readonly SeenSegment[],
  after: readonly SeenSegment[],
  shift: Shift = none,
): SegmentMatch {
  const matching = new Matching(before, after, shift);
  matching.pair(untouched);
  matching.pair(withOtherWindow);
  if (!matching.keepsIpIds()) matching.pair(withOtherIpId);
  if (matching.stampsDiffer()) matching.pair(numbers);
  matching.pairRanges();
  return matching.result();
}

class Matching {
  readonly #before: readonly SeenSegment[];
  readonly #after: readonly SeenSegment[];
  readonly #shift: Shift;
  readonly #links: Link[] = [];
  readonly #freeBefore: Set<number>;
  readonly #freeAfter: Set<number>;
  readonly #partBefore = new Map<number, number>();
  readonly #partAfter = new Map<number, number>();

  constructor(before: readonly SeenSegment[], after: readonly SeenSegment[], shift: Shift) {
    this.#before = before;
    this.#after = after;
    this.#shift = shift;
    this.#freeBefore = new Set(before.keys());
    this.#freeAfter = new Set(after.keys());
  }

  /** Pairs what has the same key: where a key has as many on both sides, in order; else those whose times fit. */
  pair(key: Key): void {
    const left = groups(this.#before, this.#freeBefore, (segment) => key(segment, this.#shift));
    const right = groups(this.#after, this.#freeAfter, (segment) => key(segment, none));
    const uneven: { readonly befores: number[]; readonly afters: number[] }[] = [];
    for (const [text, befores] of left) {
      const afters = right.get(text);
      if (afters === undefined) continue;
      if (befores.length !== afters.length) uneven.push({ befores, afters });
      else for (const [at, index] of befores.entries()) this.#link(index, afters[at] as number);
    }
    const elapsed = this.#elapsed();
    for (const { befores, afters } of uneven) {
      for (const [one, other] of nearestPairs(befores, afters, (a, b) => Math.abs(this.#time(a, b) - elapsed))) {
        this.#link(one, other);
      }
    }
  }

  /** Whether IP IDs pass unchanged: then packets with different ones are not the same. */
  keepsIpIds(): boolean {
    const paired = this.#links.filter(({ before }) => (this.#before[before] as SeenSegment).ipId > 0).length;
    const left = groups(this.#before, this.#freeBefore, (segment) => withOtherIpId(segment, this.#shift));
    const right = groups(this.#after, this.#freeAfter, (segment) => withOtherIpId(segment, none));
    const changed = [...left].filter(([text, own]) => own.length === 1 && right.get(text)?.length === 1).length;
    return paired > changed;
  }

  /** Whether timestamps were taken out or changed on the way: some packets that are alike in all else differ in them, and none of those with timestamps were found. */
  stampsDiffer(): boolean {
    const has = ({ options }: SeenSegment) => (options & OPTION_TIMESTAMPS) !== 0;
    const found = this.#links.some(({ before }) => has(this.#before[before] as SeenSegment));
    return !found && (this.#before.some(has) || this.#after.some(has));
  }

  /** What is left of data, by ranges of bytes. */
  pairRanges(): void {
    const elapsed = this.#elapsed();
    const afters = [...this.#freeAfter]
      .filter((index) => spanOf(this.#after[index] as SeenSegment) > 0)
      .map((index) => ({ index, ranges: rangesOf(this.#after[index] as SeenSegment, 0) }));
    const byStart = new Ranges(afters.map(({ ranges, index }) => ({ index, ...ranges })));
    for (const index of [...this.#freeBefore]) {
      const segment = this.#before[index] as SeenSegment;
      if (spanOf(segment) === 0) continue;
      const { start, length } = rangesOf(segment, this.#shift.sequence);
      const candidates = byStart
        .overlapping(start, length)
        .filter((other) => isCompatible(segment, this.#after[other] as SeenSegment))
        .sort((a, b) => Math.abs(this.#time(index, a) - elapsed) - Math.abs(this.#time(index, b) - elapsed));
      let missing = length;
      for (const other of candidates) {
        const bytes = byStart.take(other, start, length, index);
        if (bytes === 0) continue;
        missing -= bytes;
        this.#links.push({ before: index, after: other, whole: false });
        if (missing === 0) break;
      }
      if (missing === 0) this.#freeBefore.delete(index);
      else this.#partBefore.set(index, missing);
    }
    for (const { index } of afters) {
      const left = byStart.left(index);
      if (left === 0) this.#freeAfter.delete(index);
      else this.#partAfter.set(index, left);
    }
  }

  result(): SegmentMatch {
    return {
      links: this.#links.toSorted((a, b) => a.before - b.before || a.after - b.after),
      unseenAfter: new Map([...this.#freeBefore].map((index) => [index, this.#partBefore.get(index) ?? 0])),
      unseenBefore: new Map([...this.#freeAfter].map((index) => [index, this.#partAfter.get(index) ?? 0])),
    };
  }

  #link(before: number, after: number): void {
    this.#links.push({ before, after, whole: true });
    this.#freeBefore.delete(before);
    this.#freeAfter.delete(after);
  }

  #time(before: number, after: number): number {
    return (this.#after[after] as SeenSegment).instantNs - (this.#before[before] as SeenSegment).instantNs;
  }

  /** From one place to the other, with the difference of their clocks: what is usual among the packets that were found. */
  #elapsed(): number {
    const times = this.#links.map(({ before, after }) => this.#time(before, after)).sort((a, b) => a - b);
    return times[times.length >> 1] ?? 0;
  }
}

function groups(
  segments: readonly SeenSegment[],
  indexes: ReadonlySet<number>,
  keyOf: (segment: SeenSegment) => string,
): Map<string, number[]> {
  const byKey = new Map<string, number[]>();
  for (const index of indexes) {
    const key = keyOf(segments[index] as SeenSegment);
    const others = byKey.get(key);
    if (others === undefined) byKey.set(key, [index]);
    else others.push(index);
  }
  return byKey;
}

/** What a segment takes of the sequence space (RFC 9293 section 3.4). A RST takes nothing, whatever it carries. */
function spanOf({ payloadBytes, flags }: SeenSegment): number {
  return (flags & RST) !== 0 ? 0 : payloadBytes + Number((flags & SYN) !== 0) + Number((flags & FIN) !== 0);
}

function rangesOf(segment: SeenSegment, shift: number): { readonly start: number; readonly length: number } {
  return { start: (segment.sequence + shift) >>> 0, length: spanOf(segment) };
}

/** Cards that cut and merge segments keep the timestamps, and merge none that differ in them. A SYN is not cut. */
function isCompatible(one: SeenSegment, other: SeenSegment): boolean {
  if (((one.flags ^ other.flags) & SYN) !== 0) return false;
  const both = one.options & other.options & OPTION_TIMESTAMPS;
  return both === 0 || one.timestampValue === other.timestampValue;
}
