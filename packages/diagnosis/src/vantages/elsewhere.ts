import type { Reset, Side } from '@fivewhys/connections';
import type { Evidence } from '@fivewhys/evidence';
import type { ComparedConnection, Comparison, Journey, Remark, ResetOrigin, Vantage } from '@fivewhys/vantages';

/** What captures at other places show of one RST. */
export interface ResetElsewhere {
  readonly origin: ResetOrigin;
  /** `host`: the host whose address it bears sent it. `between`: something else made it. `unknown`: the captures don't show it. */
  readonly madeBy: 'host' | 'between' | 'unknown';
  /** It was made on a host that was captured: between two of its interfaces, or with a TTL that no router had lowered. */
  readonly onCapturedHost: boolean;
  /** Where it came from there is no capture; at the first place it has the TTL that the other segments of its host have there. */
  readonly comesAsOthers: boolean;
  /** The same in a sentence. */
  readonly sentence: string;
  readonly evidence: readonly Evidence[];
  /** What became of the segment that it answers: it never arrived at the next place; it arrived at the last one on its way. */
  readonly provoker: 'stopped' | 'arrived' | 'unknown';
}

/** What captures at other places show of a connection. */
export interface SeenElsewhere {
  /** Whether a stream of the same capture is this connection, too: on the other side of a translation. */
  isOf(stream: number): boolean;
  resetAt(reset: Reset): ResetElsewhere | undefined;
  /** Segments of one end that are shown not to have arrived: what is said of them, if of no other segment of that end after them it is known that it arrived. */
  silencedAfter(side: Side): Remark | undefined;
  /** A segment that address translation left as it was, if a RST answers it: its numbers are those of that segment. */
  untranslatedBefore(reset: Reset): Untranslated | undefined;
}

/** What is said of a segment that was left untranslated, and how long the connection had been silent before it. */
export interface Untranslated extends Remark {
  readonly silenceNs: number;
}

/** One of the views of a connection. */
export interface ViewOf {
  readonly connection: ComparedConnection;
  /** From the originator's to the responder's. */
  readonly place: number;
}

/** Captures of the same connections, taken at other places, as evidence for each other. Their inputs come first among those of the explanation, in the same order. */
export class Elsewhere {
  readonly #connections = new Map<string, ComparedConnection>();
  readonly #vantages = new Map<number, Set<Vantage>>();
  readonly #remarksOn: (connection: ComparedConnection) => readonly Remark[];

  /** @param remarksOn what there is to say of a connection. Handed in, so that an explanation without such captures loads nothing of it */
  constructor(
    { connections }: Pick<Comparison, 'connections'>,
    remarksOn: (connection: ComparedConnection) => readonly Remark[],
  ) {
    this.#remarksOn = remarksOn;
    for (const connection of connections) {
      for (const { input, streams, vantage } of connection.places) {
        if (vantage !== 'unknown') this.#vantages.set(input, (this.#vantages.get(input) ?? new Set()).add(vantage));
        for (const stream of streams) this.#connections.set(`${input} ${stream}`, connection);
      }
    }
  }

  /** Where a capture was taken, as far as all of its connections agree. */
  vantageOf(input: number): Vantage {
    const [vantage, ...others] = this.#vantages.get(input) ?? [];
    return others.length === 0 ? (vantage ?? 'unknown') : 'unknown';
  }

  /** The stream of the same capture that is the same connection on the other side of an address translation, and has the same RST: it is explained, and this one is its copy. */
  translatedFrom(input: number, stream: number): number | undefined {
    const connection = this.#connections.get(`${input} ${stream}`);
    if (connection === undefined) return undefined;
    const { places, journeys, resets } = connection;
    for (const { journey } of resets) {
      const streams = journeys[journey]?.seen.flatMap((segments, place) =>
        places[place]?.input === input ? segments.map((segment) => segment.stream) : [],
      );
      const first = Math.min(...(streams ?? []));
      if (streams?.includes(stream) && first < stream) return first;
    }
    return undefined;
  }

  /** The connection of which a stream is one view, and at which of its places that was taken; undefined if no other capture holds it. */
  viewOf(input: number, stream: number): ViewOf | undefined {
    const connection = this.#connections.get(`${input} ${stream}`);
    if (connection === undefined) return undefined;
    return { connection, place: connection.places.findIndex((place) => place.input === input) };
  }

  /** Undefined for a connection that no other capture holds, or that was not compared. */
  of(input: number, stream: number): SeenElsewhere | undefined {
    const connection = this.#connections.get(`${input} ${stream}`);
    if (connection === undefined) return undefined;
    const remarks = this.#remarksOn(connection);
    return {
      isOf: (other) => this.#connections.get(`${input} ${other}`) === connection,
      resetAt: (reset) => resetElsewhere(connection, remarks, input, reset),
      silencedAfter: (side) => silencedAfter(connection, remarks, side),
      untranslatedBefore: (reset) => untranslatedBefore(connection, remarks, reset),
    };
  }
}

function resetElsewhere(
  connection: ComparedConnection,
  remarks: readonly Remark[],
  input: number,
  reset: Reset,
): ResetElsewhere | undefined {
  const { resets, journeys, places } = connection;
  const isHere = (frame: number) => (journey: Journey | undefined) =>
    journey?.seen.some(
      (segments, place) => places[place]?.input === input && segments.some((one) => one.frame === frame),
    );
  const at = resets.findIndex(({ journey }) => isHere(reset.frame)(journeys[journey]));
  const origin = resets[at];
  const remark = remarks.filter(({ kind }) => kind === 'reset')[at];
  if (origin === undefined || remark === undefined) return undefined;
  const { made } = origin;
  const provoker = reset.provokedBy === undefined ? undefined : journeys.find(isHere(reset.provokedBy));
  return {
    origin,
    madeBy:
      made.kind === 'end'
        ? 'host'
        : made.kind === 'near' || (made.kind === 'between' && made.proven)
          ? 'between'
          : 'unknown',
    onCapturedHost: made.kind === 'near' || (made.kind === 'between' && made.proven && made.inside),
    comesAsOthers: made.kind === 'beyond' && made.asOthers,
    sentence: remark.sentence,
    evidence: remark.evidence,
    provoker: fateOf(provoker, places.length),
  };
}

function fateOf(journey: Journey | undefined, places: number): ResetElsewhere['provoker'] {
  if (journey === undefined) return 'unknown';
  if (journey.lost !== undefined) return journey.lost.absence.kind === 'shown' ? 'stopped' : 'unknown';
  const last = journey.from === 'originator' ? places - 1 : 0;
  return (journey.seen[last]?.length ?? 0) > 0 ? 'arrived' : 'unknown';
}

function silencedAfter({ journeys }: ComparedConnection, remarks: readonly Remark[], side: Side): Remark | undefined {
  const own = journeys.filter(({ from }) => from === side);
  if (own.at(-1)?.lost?.absence.kind !== 'shown') return undefined;
  return remarks.find(({ kind, certain, of }) => kind === 'lost' && certain && of === side);
}

function untranslatedBefore(
  { changes, journeys }: ComparedConnection,
  remarks: readonly Remark[],
  reset: Reset,
): Untranslated | undefined {
  const change = changes.find(({ what, of }) => what === 'untranslated' && of !== reset.from);
  const remark = remarks.find(({ kind }) => kind === 'untranslated');
  if (change === undefined || remark === undefined) return undefined;
  const { fromPlace, toPlace, frames } = change;
  const [left, arrived] = [fromPlace, toPlace].map((place, index) =>
    journeys.flatMap(({ seen }) => seen[place] ?? []).find(({ frame }) => frame === frames[index]),
  );
  if (left === undefined || arrived?.acknowledgment !== reset.sequence) return undefined;
  const earlier = journeys
    .flatMap(({ seen }) => seen[fromPlace] ?? [])
    .filter(({ instantNs }) => instantNs < left.instantNs)
    .map(({ instantNs }) => instantNs);
  return { ...remark, silenceNs: left.instantNs - Math.max(...earlier) };
}
