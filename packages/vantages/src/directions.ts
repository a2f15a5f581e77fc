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
  /** What was seen at a position, not at the next and again at the one after: indexes at both. */
  readonly skips: readonly (readonly Link[])[];
  /** Of each position: why its capture can't be trusted about this connection. */
  readonly leaks: readonly (string | undefined)[];
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
  const skips = own.slice(2).map((_, at) => {
    const left = notLinked(own[at] ?? [], matches[at], 'before');
    const arrived = notLinked(own[at + 2] ?? [], matches[at + 1], 'after');
    const { links } = matchSegments(
      left.map(({ segment }) => segment),
      arrived.map(({ segment }) => segment),
      shiftTo(at, at + 2),
    );
    return links
      .filter(({ whole }) => whole)
      .map(({ before, after, whole }) => ({
        before: left[before]?.index ?? 0,
        after: arrived[after]?.index ?? 0,
        whole,
      }));
  });
  const leaks = own.map((_, at) => leakAt(at, own, others, matches, skips));
  return { side, way, segments: own, matches, skips, leaks };
}

function segmentsOf({ segments }: Place, side: Side): SeenSegment[] {
  return segments.filter(({ from }) => from === side);
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
  const skipped = skips[at - 1]?.[0];
  if (skipped !== undefined) {
    const before = own[at - 1]?.[skipped.before]?.frame;
    const after = own[at + 1]?.[skipped.after]?.frame;
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
