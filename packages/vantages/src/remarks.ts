import { ACK, FIN, PSH, RST, SYN, URG } from '@fivewhys/capture';
import type { Side } from '@fivewhys/connections';
import type { Evidence } from '@fivewhys/evidence';
import type { Absence, Change, ComparedConnection, Journey, PlaceReport, ResetOrigin } from './comparison.ts';
import type { SeenSegment } from './seen-segment.ts';

/** Something that the places together say of a connection, in a sentence. */
export interface Remark {
  readonly kind: 'reset' | 'made' | 'lost' | 'untranslated' | 'translated-anew' | 'missed' | 'changed';
  /** Shown by the captures, or not to be told from them. */
  readonly certain: boolean;
  /** Whose segments; of a change of address either's. */
  readonly of: Side;
  readonly sentence: string;
  readonly evidence: readonly Evidence[];
}

/** What a place is called: `originator.pcap`, `middle.pcap, interface 3`. */
export type PlaceName = (place: Pick<PlaceReport, 'input' | 'interfaceId' | 'interfaceName'>) => string;

/** Frames named in one piece of evidence. */
const mostFrames = 12;

/** What is worth saying of a connection: its RSTs first, then what was made, lost and changed between the places. */
export function remarksOn(connection: ComparedConnection, nameOf: PlaceName): Remark[] {
  const { places, journeys, resets, changes } = connection;
  const name = (place: number) => nameOf(places[place] as PlaceReport);
  return [
    ...resets.map((reset) => resetRemark(reset, journeys[reset.journey] as Journey, connection, name)),
    ...changes.filter(isTranslation).map((change) => translationRemark(change, places, name)),
    ...grouped(journeys, ({ made, first }) => ((first.flags & RST) === 0 ? made : undefined)).map((group) =>
      madeRemark(group, places, name),
    ),
    ...grouped(journeys, ({ lost }) => lost).map((group) => lostRemark(group, places, name)),
    ...missedRemarks(journeys, places, name),
    ...changes.filter((change) => !isTranslation(change)).map((change) => changeRemark(change, places, name)),
  ];
}

type Name = (place: number) => string;

function resetRemark(
  { from, made, because }: ResetOrigin,
  journey: Journey,
  { places }: ComparedConnection,
  name: Name,
): Remark {
  const frames = seenAt(journey, places, name);
  const evidence = evidenceOf([journey], places, (segment) =>
    segment === journey.first ? because : `the same RST there, TTL ${segment.ttl}`,
  );
  const rst = `The RST with the address of the ${from} (${frames})`;
  switch (made.kind) {
    case 'end':
      return {
        kind: 'reset',
        of: from,
        certain: true,
        sentence: `${rst} was sent by the ${from}'s host: ${because}.`,
        evidence,
      };
    case 'near':
      return {
        kind: 'reset',
        of: from,
        certain: true,
        sentence: `${rst} was made by the host at ${name(made.place)}, or one on its link, and not by the ${from}: ${because}.`,
        evidence,
      };
    case 'beyond':
      return {
        kind: 'reset',
        of: from,
        certain: false,
        sentence: `${rst} came to ${name(made.place)} from where no capture is; whether the ${from} sent it can't be told: ${because}.`,
        evidence,
      };
    case 'between': {
      const where = made.inside
        ? `inside the host of ${name(made.before)}: it is not at ${name(made.after)}`
        : `between ${name(made.after)} and ${name(made.before)}: the first does not have it`;
      return {
        kind: 'reset',
        of: from,
        certain: made.proven,
        sentence: made.proven
          ? `${rst} was not sent by the ${from}, but made ${where}, and ${because}.`
          : `${rst} is at ${name(made.before)} and not at ${name(made.after)}; whether it was made between them can't be told: ${because}.`,
        evidence,
      };
    }
  }
}

interface Group {
  readonly journeys: readonly Journey[];
  readonly after: number;
  readonly before: number;
  readonly absence: Absence;
}

/** Journeys of one end with the same fate between the same places. */
function grouped(
  journeys: readonly Journey[],
  fateOf: (
    journey: Journey,
  ) => { readonly after: number; readonly before: number; readonly absence: Absence } | undefined,
): Group[] {
  const groups = new Map<string, Group & { journeys: Journey[] }>();
  for (const journey of journeys) {
    const fate = fateOf(journey);
    if (fate === undefined) continue;
    const { after, before, absence } = fate;
    const key = `${journey.from} ${after} ${before} ${absence.kind}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { journeys: [journey], after, before, absence });
    else group.journeys.push(journey);
  }
  return [...groups.values()];
}

function lostRemark({ journeys, after, before, absence }: Group, places: readonly PlaceReport[], name: Name): Remark {
  const [first] = journeys as [Journey];
  const what = segmentsText(journeys);
  const inside = places[after]?.input === places[before]?.input;
  const frames = framesAt(journeys, after);
  const because = journeys.length === 1 ? absence.because : `of the first, ${absence.because}`;
  const sentence =
    absence.kind === 'shown'
      ? inside
        ? `${what} arrived at ${name(after)} (${frames}) and never left at ${name(before)}: lost inside this host; ${because}.`
        : `${what} passed ${name(after)} (${frames}) and never arrived at ${name(before)}; ${because}.`
      : `${what} passed ${name(after)} (${frames}); whether ${journeys.length === 1 ? 'it' : 'they'} arrived at ${name(before)} can't be told: ${because}.`;
  return {
    kind: absence.kind === 'missed' ? 'missed' : 'lost',
    of: first.from,
    certain: absence.kind === 'shown',
    sentence,
    evidence: evidenceOf(journeys, places, `${describe(first.first)}: ${absence.because}`),
  };
}

function madeRemark({ journeys, after, before, absence }: Group, places: readonly PlaceReport[], name: Name): Remark {
  const [first] = journeys as [Journey];
  const what = segmentsText(journeys);
  const frames = framesAt(journeys, before);
  const one = journeys.length === 1;
  const inside = places[after]?.input === places[before]?.input;
  return {
    kind: 'made',
    of: first.from,
    certain: absence.kind === 'shown',
    sentence:
      absence.kind === 'shown'
        ? `${what} ${one ? 'is' : 'are'} at ${name(before)} (${frames}) and did not pass ${name(after)}: made ${inside ? 'inside this host' : 'between them'}, or come by another way; ${absence.because}.`
        : `${what} ${one ? 'is' : 'are'} at ${name(before)} (${frames}) and not at ${name(after)}; what that means can't be told: ${absence.because}.`,
    evidence: evidenceOf(journeys, places, `${describe(first.first)}: ${absence.because}`),
  };
}

function missedRemarks(journeys: readonly Journey[], places: readonly PlaceReport[], name: Name): Remark[] {
  return places.flatMap((_, place) => {
    const missed = journeys.filter(({ missedAt }) => missedAt.includes(place));
    if (missed.length === 0) return [];
    return [
      {
        kind: 'missed' as const,
        of: missed[0]?.from ?? 'originator',
        certain: true,
        sentence: `${segmentsText(missed)} ${missed.length === 1 ? 'is' : 'are'} not at ${name(place)}, although before and behind it: that capture missed ${missed.length === 1 ? 'it' : 'them'}, or ${missed.length === 1 ? 'it' : 'they'} took another way.`,
        evidence: evidenceOf(missed, places, `not at ${name(place)}`),
      },
    ];
  });
}

function isTranslation({ what }: Change): boolean {
  return what === 'untranslated' || what === 'translated-anew';
}

function translationRemark(change: Change, places: readonly PlaceReport[], name: Name): Remark {
  const { what, of, before, after, fromPlace, toPlace, frames } = change;
  const came = `A segment of the ${of} came to ${name(toPlace)} (frame ${frames[1]}) as ${after}, where its others are ${before}`;
  const where = `${name(fromPlace)} (frame ${frames[0]})`;
  const isLeft = what === 'untranslated';
  return {
    kind: isLeft ? 'untranslated' : 'translated-anew',
    of,
    certain: true,
    sentence: isLeft
      ? `${came}: address translation left it as it was at ${where}.`
      : `${came}: behind ${where} it was translated anew, as a new connection is.`,
    evidence: pair(change, places, `source ${after} instead of ${before}`),
  };
}

const changeTexts: Readonly<Record<Exclude<Change['what'], 'untranslated' | 'translated-anew'>, string>> = {
  originator: "the originator's address",
  responder: "the responder's address",
  isn: 'the initial sequence number',
  mss: 'the MSS',
  'window-scale': 'the window scale',
  'sack-permitted': 'SACK-permitted',
  timestamps: 'timestamps',
  ecn: 'ECN (ECE, CWR)',
};

function changeRemark(change: Change, places: readonly PlaceReport[], name: Name): Remark {
  const { what, of, before, after, fromPlace, toPlace, frames } = change;
  if (what === 'untranslated' || what === 'translated-anew') return translationRemark(change, places, name);
  const whose = what === 'originator' || what === 'responder' ? '' : ` of the ${of}`;
  return {
    kind: 'changed',
    of,
    certain: true,
    sentence: `Changed between ${name(fromPlace)} (frame ${frames[0]}) and ${name(toPlace)} (frame ${frames[1]}): ${changeTexts[what]}${whose}, ${before} to ${after}.`,
    evidence: pair(change, places, `${changeTexts[what]}${whose}: ${before} to ${after}`),
  };
}

function pair({ fromPlace, toPlace, frames }: Change, places: readonly PlaceReport[], detail: string): Evidence[] {
  return [
    { input: places[fromPlace]?.input ?? 0, frames: [frames[0]], detail },
    { input: places[toPlace]?.input ?? 0, frames: [frames[1]], detail },
  ];
}

/** The frames of each capture, in the order of the places. @param detail of the first segment that each capture has */
function evidenceOf(
  journeys: readonly Journey[],
  places: readonly PlaceReport[],
  detail: string | ((segment: SeenSegment) => string),
): Evidence[] {
  const byInput = new Map<number, Map<number, SeenSegment>>();
  for (const { seen } of journeys) {
    for (const [place, segments] of seen.entries()) {
      const input = places[place]?.input ?? 0;
      const frames = byInput.get(input) ?? new Map<number, SeenSegment>();
      byInput.set(input, frames);
      for (const segment of segments) frames.set(segment.frame, segment);
    }
  }
  return [...byInput]
    .filter(([, frames]) => frames.size > 0)
    .map(([input, frames]) => {
      const numbers = [...frames.keys()].sort((a, b) => a - b);
      const first = frames.get(numbers[0] as number) as SeenSegment;
      return {
        input,
        frames: numbers.slice(0, mostFrames),
        detail: typeof detail === 'string' ? detail : detail(first),
      };
    });
}

function seenAt({ seen }: Journey, places: readonly PlaceReport[], name: Name): string {
  return places
    .flatMap((_, place) => {
      const [segment] = seen[place] ?? [];
      return segment === undefined ? [] : [`frame ${segment.frame} of ${name(place)}`];
    })
    .join(', ');
}

function framesAt(journeys: readonly Journey[], place: number): string {
  const frames = journeys.flatMap(({ seen }) => (seen[place] ?? []).map(({ frame }) => frame));
  if (frames.length === 1) return `frame ${frames[0]}`;
  const shown = frames.slice(0, 4).join(', ');
  return frames.length > 4 ? `frames ${shown} and ${frames.length - 4} more` : `frames ${shown}`;
}

function segmentsText(journeys: readonly Journey[]): string {
  const [only] = journeys;
  if (journeys.length === 1 && only !== undefined) return `The ${only.from}'s ${describe(only.first)}`;
  const data = journeys.filter(({ first }) => first.payloadBytes > 0).length;
  return `${journeys.length} segments of the ${only?.from}${data === 0 ? ' without data' : data === journeys.length ? ' with data' : `, ${data} with data,`}`;
}

const flagNames = [
  [SYN, 'SYN'],
  [FIN, 'FIN'],
  [RST, 'RST'],
  [PSH, 'PSH'],
  [URG, 'URG'],
  [ACK, 'ACK'],
] as const;

/** A segment in a few words: `PSH+ACK seq 598891667 len 320`. */
export function describe({ flags, sequence, payloadBytes }: SeenSegment): string {
  const names = flagNames.filter(([bit]) => (flags & bit) !== 0).map(([, name]) => name);
  const text = (flags & (SYN | ACK)) === (SYN | ACK) ? 'SYN-ACK' : names.join('+') || 'no flags';
  return `${text} seq ${sequence}${payloadBytes > 0 ? ` len ${payloadBytes}` : ''}`;
}
