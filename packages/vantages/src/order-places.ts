import { ACK, SYN } from '@fivewhys/capture';
import { matchSegments } from './match-segments.ts';
import type { Place } from './places.ts';

/** What a caller says of a capture's place. */
export type VantageName = string;

/** By what places were put in order. */
export type OrderBasis = 'ttl' | 'forwarding host' | 'frames of one capture' | 'round trips' | 'names' | 'as given';

export interface OrderedPlaces {
  /** From the originator to the responder. */
  readonly places: readonly Place[];
  /** Of each place but the first: by what it comes after the one before. */
  readonly bases: readonly OrderBasis[];
}

/** Puts the places of a connection in order along the path, the originator's first. @param names of each capture, where they were given */
export function orderPlaces(places: readonly Place[], names: readonly (VantageName | undefined)[]): OrderedPlaces {
  const ordered: Place[] = [];
  const forwarding = forwardingInputs(places);
  // Few places, and not every two can be told apart: each is put behind the last one that it is known or presumed to come after.
  for (const place of places) {
    const at = ordered.findIndex((other) => compare(place, other, names, forwarding).order < 0);
    if (at < 0) ordered.push(place);
    else ordered.splice(at, 0, place);
  }
  return {
    places: ordered,
    bases: ordered.slice(1).map((place, index) => compare(ordered[index] as Place, place, names, forwarding).basis),
  };
}

function compare(
  one: Place,
  other: Place,
  names: readonly (VantageName | undefined)[],
  forwarding: ReadonlySet<number>,
): { readonly order: number; readonly basis: OrderBasis } {
  const byTtl =
    difference(one.hops.originator, other.hops.originator) || -difference(one.hops.responder, other.hops.responder);
  if (byTtl !== 0) return { order: byTtl, basis: 'ttl' };
  if (one.input === other.input) {
    const byFrames = frameOrder(one, other);
    if (byFrames !== 0) return { order: byFrames, basis: 'frames of one capture' };
  }
  if (forwarding.has(one.input) !== forwarding.has(other.input)) {
    // On one link, the host that hands packets on lies nearer to the middle.
    const inward = forwarding.has(one.input) ? 1 : -1;
    if (one.hops.originator === 0) return { order: inward, basis: 'forwarding host' };
    if (one.hops.responder === 0) return { order: -inward, basis: 'forwarding host' };
  }
  const byName = difference(rank(names[one.input]), rank(names[other.input]));
  if (byName !== 0) return { order: byName, basis: 'names' };
  const byRoundTrip = -difference(roundTripNs(one), roundTripNs(other));
  if (Math.abs(byRoundTrip) >= leastDifferenceNs) return { order: byRoundTrip, basis: 'round trips' };
  return { order: one.input - other.input, basis: 'as given' };
}

/** Captures that show the same packets on two interfaces with a router's step between. */
function forwardingInputs(places: readonly Place[]): Set<number> {
  return new Set(
    places
      .filter((place) =>
        places.some(({ input, hops }) => input === place.input && hops.originator !== place.hops.originator),
      )
      .map(({ input }) => input),
  );
}

/** The same packet was seen first where it came from. */
function frameOrder(one: Place, other: Place): number {
  const own = one.segments.filter(({ from }) => from === 'originator');
  const others = other.segments.filter(({ from }) => from === 'originator');
  const [link] = matchSegments(own, others).links;
  return link === undefined ? 0 : (own[link.before]?.frame ?? 0) - (others[link.after]?.frame ?? 0);
}

/** Whatever has another name lies between the ends. */
function rank(name: VantageName | undefined): number | undefined {
  if (name === undefined) return undefined;
  return name === 'originator' ? 0 : name === 'responder' ? 2 : 1;
}

/** Handshakes that differ by less than this are not told apart. */
const leastDifferenceNs = 0.1e6;

/** SYN to SYN-ACK: the way from here to the responder and back. */
export function roundTripNs({ segments }: Place): number | undefined {
  const syn = segments.findLast(
    ({ from, flags }, index) =>
      from === 'originator' && (flags & (SYN | ACK)) === SYN && segments.findIndex(isSynAck) > index,
  );
  const synAck = segments.find(isSynAck);
  return syn === undefined || synAck === undefined ? undefined : synAck.instantNs - syn.instantNs;
}

function isSynAck({ flags }: { readonly flags: number }): boolean {
  return (flags & (SYN | ACK)) === (SYN | ACK);
}

function difference(one: number | undefined, other: number | undefined): number {
  return one === undefined || other === undefined ? 0 : one - other;
}
