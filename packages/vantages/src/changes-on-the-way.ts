import {
  CWR,
  ECE,
  OPTION_MSS,
  OPTION_SACK_PERMITTED,
  OPTION_TIMESTAMPS,
  OPTION_WINDOW_SCALE,
  SYN,
} from '@fivewhys/capture';
import type { Endpoint } from '@fivewhys/connections';
import type { Change, Journey } from './comparison.ts';
import { endpointText } from './endpoint-text.ts';
import type { SeenSegment } from './seen-segment.ts';

/** The ends of a connection as one stream of one place has them. */
export type EndsOf = (place: number, stream: number) => Ends;

interface Ends {
  readonly originator: Endpoint;
  readonly responder: Endpoint;
}

/**
 * What is different behind the next place: addresses of any segment; numbers and options of the handshake.
 *
 * @param places from the originator's to the responder's
 */
export function changesOnTheWay(
  journeys: readonly Journey[],
  places: number,
  endsOf: EndsOf,
  usualEnds: (place: number) => Ends,
): Change[] {
  const changes: Change[] = [];
  const known = new Set<string>();
  const add = (change: Change) => {
    const { what, of, fromPlace, toPlace, before, after } = change;
    const sides =
      what === 'originator' || what === 'responder' ? [fromPlace, toPlace].sort() : [of, fromPlace, toPlace];
    const key = `${what} ${sides.join(' ')} ${[before, after].sort().join(' ')}`;
    if (!known.has(key)) changes.push(change);
    known.add(key);
  };
  const isUsual = ({ originator, responder }: Ends, place: number) => {
    const usual = usualEnds(place);
    return (
      endpointText(originator) === endpointText(usual.originator) &&
      endpointText(responder) === endpointText(usual.responder)
    );
  };
  for (const journey of journeys) {
    for (const [fromPlace, toPlace] of steps(journey, places)) {
      const before = journey.seen[fromPlace]?.[0] as SeenSegment;
      const after = journey.seen[toPlace]?.[0] as SeenSegment;
      const frames = [before.frame, after.frame] as const;
      const step = { of: journey.from, fromPlace, toPlace, frames };
      const [ends, otherEnds] = [endsOf(fromPlace, before.stream), endsOf(toPlace, after.stream)];
      for (const side of ['originator', 'responder'] as const) {
        const [one, other] = [endpointText(ends[side]), endpointText(otherEnds[side])];
        if (one !== other && isUsual(ends, fromPlace) && isUsual(otherEnds, toPlace))
          add({ what: side, before: one, after: other, ...step });
      }
      const usual = endpointText(usualEnds(toPlace)[journey.from]);
      const own = endpointText(otherEnds[journey.from]);
      if (own !== usual && isUsual(ends, fromPlace)) {
        const what = own === endpointText(ends[journey.from]) ? 'untranslated' : 'translated-anew';
        add({ what, before: usual, after: own, ...step });
      }
      if ((before.flags & after.flags & SYN) === 0) continue;
      for (const [what, read] of handshakeValues) {
        const [one, other] = [read(before), read(after)];
        if (one !== other) add({ what, before: one, after: other, ...step });
      }
    }
  }
  return changes;
}

/** Places that a journey went to one after the other. */
function steps({ from, seen }: Journey, places: number): [number, number][] {
  const way = Array.from({ length: places }, (_, place) => place).filter((place) => (seen[place]?.length ?? 0) > 0);
  if (from === 'responder') way.reverse();
  return way.slice(1).map((place, index) => [way[index] as number, place]);
}

const has = (bit: number) => (segment: SeenSegment) => ((segment.options & bit) === 0 ? 'no' : 'yes');

const handshakeValues: readonly (readonly [Change['what'], (segment: SeenSegment) => string])[] = [
  ['isn', ({ sequence }) => String(sequence)],
  ['mss', ({ options, mss }) => ((options & OPTION_MSS) === 0 ? 'none' : String(mss))],
  [
    'window-scale',
    ({ options, windowScale }) => ((options & OPTION_WINDOW_SCALE) === 0 ? 'none' : String(windowScale)),
  ],
  ['sack-permitted', has(OPTION_SACK_PERMITTED)],
  ['timestamps', has(OPTION_TIMESTAMPS)],
  ['ecn', ({ flags }) => ((flags & (ECE | CWR)) === 0 ? 'no' : 'yes')],
];
