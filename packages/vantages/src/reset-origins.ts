import { RST } from '@fivewhys/capture';
import type { Side } from '@fivewhys/connections';
import type { Journey, ResetOrigin } from './comparison.ts';
import { hopsFrom, type Place } from './places.ts';

/** Who made each RST: an end, or something between two of the places. @param places from the originator's to the responder's */
export function resetOrigins(journeys: readonly Journey[], places: readonly Place[]): ResetOrigin[] {
  return journeys.flatMap((journey, index) =>
    (journey.first.flags & RST) === 0 ? [] : [originOf(journey, index, places)],
  );
}

function originOf(journey: Journey, index: number, places: readonly Place[]): ResetOrigin {
  const { from, first, made } = journey;
  if (made !== undefined) {
    const { after, before, absence } = made;
    const inside = places[after]?.input === places[before]?.input;
    const proven = absence.kind === 'shown';
    return {
      from,
      journey: index,
      made: { kind: 'between', after, before, inside, proven },
      because: absence.because,
    };
  }
  const place = from === 'originator' ? 0 : places.length - 1;
  const usual = places[place]?.hops[from];
  const hops = hopsFrom(first.ttl);
  if (isAtHost(from, usual, places[place]) && hops === 0) {
    return {
      from,
      journey: index,
      made: { kind: 'end', place },
      because: `it left there with TTL ${first.ttl}, which no router had lowered, as the other segments of the ${from}`,
    };
  }
  return {
    from,
    journey: index,
    made: { kind: 'beyond', place },
    because:
      usual === undefined || hops === undefined
        ? 'no TTL tells whether it was made there'
        : hops === usual
          ? `it came there with TTL ${first.ttl}, as the other segments of the ${from}: from behind the first place, where no capture is`
          : `it came there with TTL ${first.ttl} (${hops} routers passed), where the other segments of the ${from} had passed ${usual}`,
  };
}

/** Its own segments have passed no router, those of the other end have: else a capture on the way would look the same. */
function isAtHost(side: Side, own: number | undefined, place: Place | undefined): boolean {
  const other = place?.hops[side === 'originator' ? 'responder' : 'originator'];
  return own === 0 && other !== undefined && other > 0;
}
