import { distance, type Endpoint, type Half } from '@fivewhys/connections';
import type { Sighting } from './survey.ts';

/** By what two sightings were told to be one connection; of the last it is a guess. */
export type MatchBasis =
  /** The initial sequence numbers of both ends: 64 bits. */
  | 'both ISNs'
  /** That of the originator, and the timestamp in its SYN. */
  | 'ISN and timestamp of the originator'
  /** That of the originator alone: 32 bits, where no other connection of the capture has it. */
  | 'ISN of the originator'
  /** The first timestamps of both ends: a firewall that gives connections other sequence numbers leaves them. */
  | 'timestamps of both ends'
  /** One of the captures does not hold the handshake, and the sequence numbers of both ends lie in the ranges of the other. */
  | 'sequence numbers of both ends';

/** One connection of one capture, as part of a story. */
export interface Leg {
  readonly sighting: Sighting;
  /** Its capture takes the ends the other way round: it does not hold the SYN. */
  readonly turned: boolean;
}

/** A connection, wherever it was seen, with the addresses that it has there. */
export interface Story {
  readonly legs: readonly Leg[];
  readonly bases: readonly MatchBasis[];
}

interface Match {
  readonly sighting: Sighting;
  readonly turned: boolean;
  readonly basis: MatchBasis;
}

/**
 * Finds the connections that several captures hold, or one of them twice (translated in between). Neither addresses nor ports nor clocks have a part in it: NAT changes the
 * first, and the last may be hours apart.
 *
 * @param captures the connections of each capture; of one alone, each is a story, which its interfaces may tell
 */
export function matchConnections(captures: readonly (readonly Sighting[])[]): Story[] {
  const sightings = captures.flat();
  const index = new SightingIndex(sightings);
  const storyOf = new Map<Sighting, { legs: Leg[]; bases: Set<MatchBasis> }>();
  // The surest first: who has a handshake takes in who has none.
  for (const sighting of [...sightings].sort((a, b) => knownNumbers(b) - knownNumbers(a))) {
    const own = storyOf.get(sighting) ?? { legs: [{ sighting, turned: false }], bases: new Set<MatchBasis>() };
    storyOf.set(sighting, own);
    const ownLeg = own.legs.find((leg) => leg.sighting === sighting);
    for (const match of index.matchesOf(sighting)) {
      if (storyOf.has(match.sighting)) continue;
      own.legs.push({ sighting: match.sighting, turned: match.turned !== (ownLeg?.turned ?? false) });
      own.bases.add(match.basis);
      storyOf.set(match.sighting, own);
    }
  }
  return [...new Set(storyOf.values())]
    .filter(({ legs }) => captures.length === 1 || new Set(legs.map(({ sighting }) => sighting.input)).size > 1)
    .map(({ legs, bases }) => ({
      legs: legs.toSorted((a, b) => a.sighting.input - b.sighting.input || a.sighting.stream - b.sighting.stream),
      bases: [...bases],
    }));
}

/** Of a flood the first say it. */
const mostLonely = 1000;

/**
 * Connections that look wrong and are in one capture only, each as a story of one leg. What holds nothing of its originator is left out: it may be a part of a connection that
 * goes another way here, whose numbers tell too little to find the rest.
 */
export function lonelyStories(captures: readonly (readonly Sighting[])[], stories: readonly Story[]): Story[] {
  const known = new Set(stories.flatMap(({ legs }) => legs.map(({ sighting }) => sighting)));
  return captures
    .flat()
    .filter((sighting) => sighting.looksWrong && sighting.half.originator.segments > 0 && !known.has(sighting))
    .slice(0, mostLonely)
    .map((sighting) => ({ legs: [{ sighting, turned: false }], bases: [] }));
}

function knownNumbers({ half }: Sighting): number {
  return Number(half.originator.isn !== undefined) + Number(half.responder.isn !== undefined);
}

class SightingIndex {
  readonly #byBoth = new Map<string, Sighting[]>();
  readonly #byOriginator = new Map<number, Sighting[]>();
  readonly #byTimestamps = new Map<string, Sighting[]>();
  /** Those without handshake, by each of their ends: NAT seldom changes both. */
  readonly #withoutHandshake = new Map<string, Sighting[]>();

  constructor(sightings: readonly Sighting[]) {
    for (const sighting of sightings) {
      const { originator, responder } = sighting.half;
      if (originator.isn !== undefined && responder.isn !== undefined) {
        push(this.#byBoth, `${originator.isn} ${responder.isn}`, sighting);
      }
      if (originator.isn !== undefined) push(this.#byOriginator, originator.isn, sighting);
      else
        for (const end of [sighting.originator, sighting.responder])
          push(this.#withoutHandshake, endText(end), sighting);
      const stamps = timestampsOf(sighting);
      if (stamps !== undefined) push(this.#byTimestamps, stamps, sighting);
    }
  }

  matchesOf(sighting: Sighting): Match[] {
    const { originator, responder } = sighting.half;
    const matches: Match[] = [];
    const take = (others: readonly Sighting[] | undefined, basis: MatchBasis) => {
      for (const other of others ?? []) {
        if (other !== sighting && matches.every((match) => match.sighting !== other)) {
          matches.push({ sighting: other, turned: false, basis });
        }
      }
    };
    if (originator.isn !== undefined && responder.isn !== undefined) {
      take(this.#byBoth.get(`${originator.isn} ${responder.isn}`), 'both ISNs');
    }
    if (originator.isn !== undefined) this.#takeByOriginator(sighting, take);
    const stamps = timestampsOf(sighting);
    if (stamps !== undefined) take(this.#byTimestamps.get(stamps), 'timestamps of both ends');
    for (const end of [sighting.originator, sighting.responder]) {
      for (const other of this.#withoutHandshake.get(endText(end)) ?? []) {
        if (other === sighting || matches.some((match) => match.sighting === other)) continue;
        const turned = overlaps(sighting, other);
        if (turned !== undefined) matches.push({ sighting: other, turned, basis: 'sequence numbers of both ends' });
      }
    }
    return matches;
  }

  /** Of attempts without an answer, at one of the places at least. */
  #takeByOriginator(sighting: Sighting, take: (others: readonly Sighting[], basis: MatchBasis) => void): void {
    const { originator, responder } = sighting.half;
    const others = (this.#byOriginator.get(originator.isn as number) ?? []).filter(
      (other) => responder.isn === undefined || other.half.responder.isn === undefined,
    );
    const { firstTimestamp } = originator;
    if (firstTimestamp !== undefined) {
      take(
        others.filter(({ half }) => half.originator.firstTimestamp === firstTimestamp),
        'ISN and timestamp of the originator',
      );
    }
    const alone = others.filter(
      (other) => others.filter(({ input }) => input === other.input).length === 1 && other.input !== sighting.input,
    );
    take(
      alone.filter(({ half }) => firstTimestamp === undefined || half.originator.firstTimestamp === undefined),
      'ISN of the originator',
    );
  }
}

/** Only those of a handshake: later ones depend on where a capture begins. */
function timestampsOf({ half: { originator, responder } }: Sighting): string | undefined {
  if (originator.isn === undefined || responder.isn === undefined) return undefined;
  if (originator.firstTimestamp === undefined || responder.firstTimestamp === undefined) return undefined;
  return `${originator.firstTimestamp} ${responder.firstTimestamp}`;
}

/** How far the numbers of an end may lie apart in two captures of which one lacks the handshake: more than a usual window is in flight between them. */
const nearBytes = 64 * 1024;
/** On the same 4-tuple more is allowed, if it holds for both ends. */
const nearBytesOnTuple = 8 * 1024 * 1024;

/** Whether a sighting without handshake has its numbers where another one has them, and if so whether its ends are the other way round. */
function overlaps(one: Sighting, other: Sighting): boolean | undefined {
  if (fits(one, other.half.originator, other.half.responder, isOnTuple(one, other.originator, other.responder))) {
    return false;
  }
  if (fits(one, other.half.responder, other.half.originator, isOnTuple(one, other.responder, other.originator))) {
    return true;
  }
  return undefined;
}

function fits(one: Sighting, originator: Half, responder: Half, onTuple: boolean): boolean {
  const { half } = one;
  const both = (bytes: number) => [
    isWithin(originator, responder, half.originator, half.responder, bytes),
    isWithin(responder, originator, half.responder, half.originator, bytes),
  ];
  const near = both(nearBytes);
  if (!onTuple) return near.every((is) => is === true);
  // What left its window is still on its tuple: one end's numbers tell.
  return near.includes(true) || both(nearBytesOnTuple).every((is) => is === true);
}

/** @param half numbers to be placed, and of its `peer` what it acknowledged @param own the range of the same end elsewhere, and of its `ownPeer` likewise */
function isWithin(half: Half, peer: Half, own: Half, ownPeer: Half, bytes: number): boolean | undefined {
  const number = half.nextSequence ?? peer.highestAcknowledgment;
  const end = own.nextSequence ?? ownPeer.highestAcknowledgment;
  if (number === undefined || end === undefined) return undefined;
  const beyond = distance(number, end);
  if (Math.abs(beyond) <= bytes) return true;
  return own.isn !== undefined && beyond < 0 && distance(number, own.isn) >= 0;
}

function isOnTuple(one: Sighting, originator: Endpoint, responder: Endpoint): boolean {
  return isSameEnd(one.originator, originator) && isSameEnd(one.responder, responder);
}

function isSameEnd(one: Endpoint, other: Endpoint): boolean {
  return one.key === other.key && one.port === other.port;
}

function endText({ key, port }: Endpoint): string {
  return `${key} ${port}`;
}

function push<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
