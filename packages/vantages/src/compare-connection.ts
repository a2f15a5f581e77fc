import { RST } from '@fivewhys/capture';
import { changesOnTheWay } from './changes-on-the-way.ts';
import type { Clocks } from './clocks.ts';
import type { ComparedConnection, Journey, PlaceReport } from './comparison.ts';
import { absenceOf } from './coverage.ts';
import { type Direction, followDirection } from './directions.ts';
import { journeysOf } from './journeys.ts';
import type { KeptLeg } from './keep-segments.ts';
import { looksLikeItsHost } from './looks-like-its-host.ts';
import type { Leg, MatchBasis } from './match-connections.ts';
import { type OrderedPlaces, orderPlaces, type VantageName } from './order-places.ts';
import { type Place, placesOf } from './places.ts';
import { resetOrigins } from './reset-origins.ts';
import type { SeenSegment } from './seen-segment.ts';
import type { Survey } from './survey.ts';
import { completed } from './templates.ts';
import { type PlaceVantage, vantagesOf } from './vantage-of.ts';

/** A connection whose segments were followed from place to place, before anything is concluded from it. */
export interface FollowedConnection {
  readonly bases: readonly MatchBasis[];
  readonly legs: readonly KeptLeg[];
  readonly ordered: OrderedPlaces;
  readonly directions: readonly [Direction, Direction];
}

/** Follows the segments of a connection from place to place, and notes for the clocks which were seen at two of them. */
export function followConnection(
  legs: readonly KeptLeg[],
  bases: readonly MatchBasis[],
  surveys: readonly Survey[],
  names: readonly (VantageName | undefined)[],
  clocks: Clocks,
  template?: OrderedPlaces,
): FollowedConnection {
  const own = placesOf(legs, surveys);
  const ordered = (template === undefined ? undefined : completed(own, template)) ?? orderPlaces(own, names);
  const { places } = ordered;
  const directions = [followDirection('originator', places), followDirection('responder', places)] as const;
  for (const direction of directions) noteCrossings(direction, places, clocks);
  return { bases, legs, ordered, directions: [...directions] };
}

/** Only packets that stayed whole: what was merged has the time of one of its parts. A RST may be two that look alike. */
function noteCrossings({ matches, segments, way }: Direction, places: readonly Place[], clocks: Clocks): void {
  for (const [at, { links }] of matches.entries()) {
    const here = places[way[at] as number] as Place;
    const there = places[way[at + 1] as number] as Place;
    for (const { before, after, whole } of links) {
      if (!whole) continue;
      const one = segments[at]?.[before] as SeenSegment;
      const other = segments[at + 1]?.[after] as SeenSegment;
      clocks.add(here.input, one.instantNs, there.input, other.instantNs, true);
    }
  }
}

/** Concludes what was lost, made and changed, with what all connections say of the clocks. */
export function compareConnection(
  { bases, legs, ordered, directions }: FollowedConnection,
  surveys: readonly Survey[],
  names: readonly (VantageName | undefined)[],
  clocks: Clocks,
): ComparedConnection {
  const { places } = ordered;
  const absenceAt = (direction: Direction, seen: SeenSegment, seenAt: number, notAt: number) => {
    const here = places[direction.way[seenAt] as number] as Place;
    const there = places[direction.way[notAt] as number] as Place;
    const crossed = crossings(direction, seenAt, notAt);
    const mark =
      (seen.flags & RST) !== 0 && notAt < seenAt && here.input !== there.input
        ? looksLikeItsHost(seen, direction.segments[seenAt] ?? [])
        : undefined;
    if (mark !== undefined) {
      return {
        kind: 'unknown' as const,
        because: `it has marks of the ${direction.side}'s own packets, ${mark}, so that capture may have missed it`,
      };
    }
    return absenceOf({
      seenNs: seen.instantNs,
      survey: surveys[there.input] as Survey,
      sameCapture: here.input === there.input,
      upstream: notAt < seenAt,
      clock: clocks.between(here.input, there.input),
      crossedFromNs: Math.min(...crossed),
      crossedToNs: Math.max(...crossed),
      leak: direction.leaks[notAt],
      gapFromNs: there.gapFromNs,
      gapToNs: there.gapToNs,
    });
  };
  const journeys = inOrder(
    directions.flatMap((direction) => journeysOf(direction, places.length, absenceAt)),
    places,
    clocks,
  );
  const legOf = new Map(legs.map(({ leg }) => [`${leg.sighting.input} ${leg.sighting.stream}`, leg]));
  const endsOf = (place: number, stream: number) => endsOfLeg(legOf.get(`${places[place]?.input} ${stream}`) as Leg);
  const usual = places.map(({ segments }) => mostFrequent(segments.map(({ stream }) => stream)));
  // Of a place that has nothing of it the ends are those of the next place that has.
  const endsAt = places.map((place, index) =>
    place.segments.length > 0 ? index : places.findIndex(({ segments }) => segments.length > 0),
  );
  const usualEnds = (place: number) => endsOf(endsAt[place] as number, usual[endsAt[place] as number] as number);
  const vantages = vantagesOf(places, names);
  return {
    bases,
    places: places.map((place, index) =>
      placeReport(place, index, ordered, surveys, usualEnds(index), vantages[index] as PlaceVantage),
    ),
    journeys,
    changes: changesOnTheWay(journeys, places.length, endsOf, usualEnds),
    resets: resetOrigins(journeys, places, vantages),
    leftOut: legs.reduce((sum, { leftOut }) => sum + leftOut, 0),
  };
}

/** When the segments that passed both positions were seen at the first of the two. */
function crossings({ matches, segments }: Direction, seenAt: number, notAt: number): number[] {
  const links = matches[Math.min(seenAt, notAt)]?.links ?? [];
  return links.map(({ before, after }) => {
    const index = seenAt < notAt ? before : after;
    return segments[seenAt]?.[index]?.instantNs ?? Number.NaN;
  });
}

function endsOfLeg({ sighting, turned }: Leg) {
  const { originator, responder } = sighting;
  return turned ? { originator: responder, responder: originator } : { originator, responder };
}

/** By the clock of the first place as far as the clocks are known, and never against the order of one capture. */
function inOrder(journeys: readonly Journey[], places: readonly Place[], clocks: Clocks): Journey[] {
  const reference = places[0]?.input ?? 0;
  const timeOf = ({ first, seen }: Journey) => {
    const at = seen[0]?.[0];
    if (at !== undefined) return at.instantNs;
    const place = seen.findIndex((segments) => segments.includes(first));
    const input = places[place]?.input ?? reference;
    if (input === reference) return first.instantNs;
    const clock = clocks.between(input, reference);
    return clock === undefined ? first.instantNs : first.instantNs + clock.offsetNs;
  };
  return journeys
    .map((journey) => ({ journey, time: timeOf(journey) }))
    .sort((a, b) => a.time - b.time || a.journey.first.frame - b.journey.first.frame)
    .map(({ journey }) => journey);
}

function placeReport(
  place: Place,
  index: number,
  { bases }: OrderedPlaces,
  surveys: readonly Survey[],
  ends: ReturnType<typeof endsOfLeg>,
  vantage: PlaceVantage,
): PlaceReport {
  const { input, interfaceId, segments, copies, hops } = place;
  const names = surveys[input]?.isCooked ? [] : (surveys[input]?.interfaceNames ?? []);
  return {
    input,
    interfaceId,
    interfaceName: interfaceId === undefined ? undefined : names[interfaceId],
    ...vantage,
    streams: [...new Set(segments.map(({ stream }) => stream))].sort((a, b) => a - b),
    ...ends,
    segments: segments.length,
    copies,
    hops,
    orderedBy: index === 0 ? undefined : bases[index - 1],
  };
}

function mostFrequent(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0;
}
