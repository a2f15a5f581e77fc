import type { ByteSource } from '@fivewhys/capture';
import { Clocks } from './clocks.ts';
import { compareConnection, type FollowedConnection, followConnection } from './compare-connection.ts';
import type { ClockReport, ComparedConnection } from './comparison.ts';
import { keepBeginnings } from './keep-beginnings.ts';
import { type KeptLeg, keepSegments, mostKept, mostKeptOfOne } from './keep-segments.ts';
import { type Leg, lonelyStories, matchConnections, type Story } from './match-connections.ts';
import type { VantageName } from './order-places.ts';
import { guessProxied, type ProxyGuess } from './proxied.ts';
import { type Sighting, type Survey, surveyCapture } from './survey.ts';
import { Templates } from './templates.ts';

/** A capture that can be read more than once. */
export interface VantageCapture {
  /** As the caller names it: `originator`, `middle` and `responder` say where it was taken, where packets don't. */
  readonly name: VantageName | undefined;
  /** Opens it anew. */
  open(): { readonly source: ByteSource; close(): void };
  readonly onProgress?: ((bytesRead: number) => void) | undefined;
}

export interface CompareOptions {
  /** Only connections that have this stream in the first capture. */
  readonly stream?: number | undefined;
  /** Only connections for which this holds in one of the captures. */
  readonly wanted?: ((sighting: Sighting) => boolean) | undefined;
}

/** One of the captures can't be read; `cause` says why. */
export class UnreadableCapture extends Error {
  readonly input: number;

  constructor(input: number, cause: unknown) {
    super(`capture ${input} can't be read`, { cause });
    this.name = 'UnreadableCapture';
    this.input = input;
  }
}

/** What several captures of the same connections show together. Instants are nanoseconds since each capture's base. */
export interface Comparison {
  readonly surveys: readonly Survey[];
  readonly clocks: readonly ClockReport[];
  /** Connections that are in two captures or more. */
  readonly inCommon: number;
  /** Of those: asked for. */
  readonly asked: number;
  /** Connections of different captures that may carry one conversation, where a proxy ends TCP between them. A guess. */
  readonly guesses: readonly ProxyGuess[];
  /** Of those: compared segment by segment; the others would have been too many to keep. */
  readonly connections: readonly ComparedConnection[];
}

/**
 * Compares captures of the same connections that were taken at different places, or what one capture shows on the interfaces of its host. Each is read twice: to know the connections, and to keep the segments of those that are
 * compared, in memory that is bounded by `mostKept`.
 *
 * @throws UnreadableCapture with what reading a capture threw
 */
export async function compareCaptures(
  captures: readonly VantageCapture[],
  { stream, wanted }: CompareOptions = {},
): Promise<Comparison> {
  const surveys: Survey[] = [];
  for (const [input, capture] of captures.entries()) {
    try {
      surveys.push(await reading(capture, (source) => surveyCapture(input, source, capture.onProgress)));
    } catch (error) {
      throw new UnreadableCapture(input, error);
    }
  }
  const captured = surveys.map(({ sightings }) => sightings);
  const stories = matchConnections(captured);
  const lonely = stories.length === 0 ? [] : withTemplate(lonelyStories(captured, stories), stories);
  const asked = [...stories, ...lonely].filter(({ legs }) =>
    legs.some(({ sighting }) => isAsked(sighting, stream, wanted)),
  );
  const chosen = withinBounds(asked.toSorted((a, b) => interest(b) - interest(a)));
  const kept: KeptLeg[] = [];
  for (const [input, capture] of captures.entries()) {
    const legs = chosen.flatMap(({ legs }) => legs.filter(({ sighting }) => sighting.input === input));
    if (legs.length === 0) continue;
    kept.push(...(await reading(capture, (source) => keepSegments(legs, source, capture.onProgress))));
  }
  const names = captures.map(({ name }) => name);
  const guesses = await proxiedBetween(captures, surveys, stories, (sighting) => isAsked(sighting, stream, wanted));
  return {
    surveys,
    inCommon: stories.length,
    asked: asked.length,
    guesses,
    ...compareStories(chosen, kept, surveys, names),
  };
}

/** Looks behind proxies, if something that looks wrong is not in all captures: then what connections begin with is read. */
async function proxiedBetween(
  captures: readonly VantageCapture[],
  surveys: readonly Survey[],
  stories: readonly Story[],
  isWanted: (sighting: Sighting) => boolean,
): Promise<ProxyGuess[]> {
  const whole = new Set(
    stories
      .filter(({ legs }) => new Set(legs.map(({ sighting }) => sighting.input)).size === captures.length)
      .flatMap(({ legs }) => legs.map(({ sighting }) => sighting)),
  );
  const together = new Map(stories.flatMap((story) => story.legs.map(({ sighting }) => [sighting, story] as const)));
  const partial = surveys.map(({ sightings }) => sightings.filter((sighting) => !whole.has(sighting)));
  if (!partial.some((sightings) => sightings.some((sighting) => sighting.looksWrong && isWanted(sighting)))) return [];
  const beginnings = new Map<Sighting, string>();
  for (const [input, capture] of captures.entries()) {
    const own = await reading(capture, (source) => keepBeginnings(partial[input] ?? [], source));
    for (const [sighting, text] of own) beginnings.set(sighting, text);
  }
  // What two captures have in common is no guess, and is seen from the capture that has it first.
  const seen = new Set<Story>();
  const once = partial.map((sightings) =>
    sightings.filter((sighting) => {
      const story = together.get(sighting);
      if (story === undefined) return true;
      if (seen.has(story)) return false;
      seen.add(story);
      return true;
    }),
  );
  return guessProxied(once, beginnings).filter(
    ({ front, back }) => (front.looksWrong || back.looksWrong) && (isWanted(front) || isWanted(back)),
  );
}

/** The part that reads nothing. */
export function compareStories(
  stories: readonly Story[],
  kept: readonly KeptLeg[],
  surveys: readonly Survey[],
  names: readonly (VantageName | undefined)[],
): Pick<Comparison, 'clocks' | 'connections'> {
  const keptOf = new Map<Leg, KeptLeg>(kept.map((one) => [one.leg, one]));
  const clocks = new Clocks();
  const templates = new Templates();
  // Those in most captures first, and of one capture those that are well: the others are completed by them.
  const isAlone = surveys.length === 1;
  const isWrong = ({ legs }: Story) => legs.some(({ sighting }) => sighting.looksWrong);
  const inputsOf = ({ legs }: Story) => new Set(legs.map(({ sighting }) => sighting.input)).size;
  const followedOf = new Map<Story, FollowedConnection>();
  const bySpan = (a: Story, b: Story) => inputsOf(b) - inputsOf(a) || Number(isWrong(a)) - Number(isWrong(b));
  for (const story of stories.toSorted(bySpan)) {
    const { legs, bases } = story;
    const own = legs.map((leg) => keptOf.get(leg)).filter((one) => one !== undefined);
    const [first] = legs;
    const template =
      first === undefined || (inputsOf(story) === surveys.length && !isAlone)
        ? undefined
        : isAlone
          ? templates.ofHost(first.sighting)
          : templates.of(first.sighting);
    if (inputsOf(story) === 1 && template === undefined && !isAlone) continue;
    const followed = followConnection(own, bases, surveys, names, clocks, template);
    if (followed.ordered.places.length < 2) continue;
    followedOf.set(story, followed);
    if (inputsOf(story) > 1 || (isAlone && template === undefined)) {
      templates.add(
        legs.map(({ sighting }) => sighting),
        followed.ordered,
      );
    }
  }
  const followed = stories.map((story) => followedOf.get(story)).filter((one) => one !== undefined);
  return {
    connections: followed.map((one) => compareConnection(one, surveys, names, clocks)),
    clocks: clocks.pairs().flatMap(([here, there]) => {
      const offset = clocks.between(here, there);
      return offset === undefined
        ? []
        : [{ here, there, ...offset, absoluteOffsetNs: absolute(surveys, here, there, offset.offsetNs) }];
    }),
  };
}

/** Only those to a responder that other connections reach in several captures: of others nobody knows whether they should be there. */
function withTemplate(lonely: readonly Story[], stories: readonly Story[]): Story[] {
  const keyOf = ({ input, responder }: Sighting) => `${input} ${responder.key} ${responder.port}`;
  const known = new Set(stories.flatMap(({ legs }) => legs.map(({ sighting }) => keyOf(sighting))));
  return lonely.filter(({ legs }) => legs.every(({ sighting }) => known.has(keyOf(sighting))));
}

async function reading<Result>(
  capture: VantageCapture,
  read: (source: ByteSource) => Promise<Result>,
): Promise<Result> {
  const { source, close } = capture.open();
  try {
    return await read(source);
  } finally {
    close();
  }
}

function isAsked(sighting: Sighting, stream: number | undefined, wanted: CompareOptions['wanted']): boolean {
  if (stream !== undefined && (sighting.input !== 0 || sighting.stream !== stream)) return false;
  return wanted === undefined || wanted(sighting);
}

/** What went wrong comes first, then what was sent again, then the rest, each in the order of the captures. */
function interest({ legs }: Story): number {
  if (legs.some(({ sighting }) => sighting.looksWrong)) return 2;
  return legs.some(({ sighting }) => sighting.retransmissions > 0) ? 1 : 0;
}

/** As many connections as may be kept, of each capture. */
function withinBounds(stories: readonly Story[]): Story[] {
  const kept = new Map<number, number>();
  return stories.filter(({ legs }) => {
    const wants = legs.map(
      ({ sighting }) => [sighting.input, Math.min(mostKeptOfOne, sighting.segments * 2 + 8)] as const,
    );
    if (wants.some(([input, segments]) => (kept.get(input) ?? 0) + segments > mostKept)) return false;
    for (const [input, segments] of wants) kept.set(input, (kept.get(input) ?? 0) + segments);
    return true;
  });
}

/** A double has 53 bits, and nanoseconds since 1970 take 61: bases are subtracted first. */
function absolute(surveys: readonly Survey[], here: number, there: number, offsetNs: number): number | undefined {
  const [one, other] = [surveys[here], surveys[there]];
  if (one?.clock !== 'absolute' || other?.clock !== 'absolute') return undefined;
  return Number(other.baseInstantNs - one.baseInstantNs) + offsetNs;
}
