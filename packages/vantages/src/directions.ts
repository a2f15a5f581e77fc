import { RST } from '@fivewhys/capture';
import { distance, type Side } from '@fivewhys/connections';
import { type Link, matchSegments, type SegmentMatch } from './match-segments.ts';
import { numberShift } from './number-shift.ts';
import type { Place } from './places.ts';
import type { SeenSegment } from './seen-segment.ts';

/** The segments of one end at each place, in the order in which they pass, and what became of them from each to the next. */
export interface Direction {
  readonly side: Side;
  /** Indexes of the places, as the segments pass them. */
  readonly way: readonly number[];
  /** By position on the way. */
  readonly segments: readonly (readonly SeenSegment[])[];
  /** From each position to the next. */
  readonly matches: readonly SegmentMatch[];
  /** What was seen at a position, not at the next ones and again at one behind them, the nearest first. */
  readonly skips: readonly Skip[];
  /** Of each position: why its capture can't be trusted about this connection. */
  readonly leaks: readonly (string | undefined)[];
}

/** A segment at two positions that are not next to each other: indexes at both. */
export interface Skip extends Link {
  readonly from: number;
  readonly to: number;
}

/** Follows one end's segments from place to place. @param places from the originator to the responder */
export function followDirection(side: Side, places: readonly Place[]): Direction {
  const way = [...places.keys()];
  if (side === 'responder') way.reverse();
  const own = way.map((place) => segmentsOf(places[place] as Place, side));
  const others = way.map((place) =>
    segmentsOf(places[place] as Place, side === 'originator' ? 'responder' : 'originator'),
  );
  const shiftTo = (from: number, to: number) => ({
    sequence: numberShift(own[from] ?? [], own[to] ?? []),
    acknowledgment: numberShift(others[from] ?? [], others[to] ?? []),
  });
  const matches = own.slice(1).map((after, at) => matchSegments(own[at] ?? [], after, shiftTo(at, at + 1)));
  const skips: Skip[] = [];
  for (let width = 2; width < way.length; width += 1) {
    for (let from = 0; from + width < way.length; from += 1) {
      skips.push(...skipsBetween(own, matches, skips, from, from + width, shiftTo(from, from + width)));
    }
  }
  const leaks = own.map((_, at) => leakAt(at, own, others, matches, skips));
  return { side, way, segments: own, matches, skips, leaks };
}

function segmentsOf({ segments }: Place, side: Side): SeenSegment[] {
  return segments.filter(({ from }) => from === side);
}

/** What left one position, was not seen at the next ones, and is at another one behind. */
function skipsBetween(
  segments: Direction['segments'],
  matches: readonly SegmentMatch[],
  known: readonly Skip[],
  from: number,
  to: number,
  shift: Parameters<typeof matchSegments>[2],
): Skip[] {
  const leaving = new Set(known.filter((skip) => skip.from === from).map(({ before }) => before));
  const arriving = new Set(known.filter((skip) => skip.to === to).map(({ after }) => after));
  const left = notLinked(segments[from] ?? [], matches[from], 'before').filter(({ index }) => !leaving.has(index));
  const arrived = notLinked(segments[to] ?? [], matches[to - 1], 'after').filter(({ index }) => !arriving.has(index));
  const { links } = matchSegments(
    left.map(({ segment }) => segment),
    arrived.map(({ segment }) => segment),
    shift,
  );
  return links
    .filter(({ whole }) => whole)
    .map(({ before, after, whole }) => ({
      before: left[before]?.index ?? 0,
      after: arrived[after]?.index ?? 0,
      whole,
      from,
      to,
    }));
}

function notLinked(segments: readonly SeenSegment[], match: SegmentMatch | undefined, which: 'before' | 'after') {
  const linked = new Set(match?.links.map((link) => link[which]));
  return segments.map((segment, index) => ({ segment, index })).filter(({ index }) => !linked.has(index));
}

/** What shows that a capture does not hold all that passed. */
function leakAt(
  at: number,
  own: Direction['segments'],
  others: Direction['segments'],
  matches: readonly SegmentMatch[],
  skips: Direction['skips'],
): string | undefined {
  const skipped = skips.find(({ from, to }) => from < at && at < to);
  if (skipped !== undefined) {
    const before = own[skipped.from]?.[skipped.before]?.frame;
    const after = own[skipped.to]?.[skipped.after]?.frame;
    return `that capture misses packets of this connection: one was seen before it (frame ${before}) and behind it (frame ${after})`;
  }
  const missing = [
    ...unseen(own[at - 1], matches[at - 1]?.unseenAfter),
    ...unseen(own[at + 1], matches[at]?.unseenBefore),
  ];
  const acknowledged = missing.find((segment) => isAcknowledgedHere(segment, own[at] ?? [], others[at] ?? []));
  if (acknowledged === undefined) return undefined;
  return `that capture misses packets of this connection: it holds the acknowledgment of ${acknowledged.payloadBytes} bytes that it does not hold (frame ${acknowledged.frame} elsewhere)`;
}

function unseen(
  segments: readonly SeenSegment[] | undefined,
  indexes: ReadonlyMap<number, number> | undefined,
): SeenSegment[] {
  return [...(indexes?.keys() ?? [])]
    .map((index) => segments?.[index] as SeenSegment)
    .filter(({ payloadBytes, flags }) => payloadBytes > 0 && (flags & RST) === 0);
}

/** Its last byte was acknowledged here, and nothing here holds that byte: whoever acknowledged it had got it. Numbers that differ between the places don't fit, and say nothing. */
function isAcknowledgedHere(
  { sequence, payloadBytes }: SeenSegment,
  own: readonly SeenSegment[],
  others: readonly SeenSegment[],
): boolean {
  const end = (sequence + payloadBytes) | 0;
  const holds = own.some(
    (segment) => distance(segment.sequence, end) < 0 && distance(segment.sequence + segment.payloadBytes, end) >= 0,
  );
  if (holds) return false;
  return others.some(({ acknowledgment, flags }) => {
    const beyond = distance(acknowledgment, end);
    return (flags & 0x10) !== 0 && (flags & RST) === 0 && beyond >= 0 && beyond < mostBeyond;
  });
}

/** An acknowledgment farther ahead than this is not one of these bytes. */
const mostBeyond = 2 ** 30;
