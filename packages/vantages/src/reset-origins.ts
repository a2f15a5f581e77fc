import { RST } from '@fivewhys/capture';
import type { Journey, ResetOrigin } from './comparison.ts';
import { hopsFrom, type Place } from './places.ts';
import type { PlaceVantage } from './vantage-of.ts';

/** Who made each RST: an end, or something between two of the places. @param places from the originator's to the responder's */
export function resetOrigins(
  journeys: readonly Journey[],
  places: readonly Place[],
  vantages: readonly PlaceVantage[],
): ResetOrigin[] {
  return journeys.flatMap((journey, index) =>
    (journey.first.flags & RST) === 0
      ? []
      : [{ from: journey.from, journey: index, ...originOf(journey, places, vantages) }],
  );
}

function originOf(
  { from, first, made }: Journey,
  places: readonly Place[],
  vantages: readonly PlaceVantage[],
): Pick<ResetOrigin, 'made' | 'because'> {
  if (made !== undefined) {
    const { after, before, absence } = made;
    const inside = places[after]?.input === places[before]?.input;
    return {
      made: { kind: 'between', after, before, inside, proven: absence.kind === 'shown' },
      because: absence.because,
    };
  }
  const place = from === 'originator' ? 0 : places.length - 1;
  const usual = places[place]?.hops[from];
  const hops = hopsFrom(first.ttl);
  if (usual === undefined || hops === undefined) {
    return { made: { kind: 'beyond', place, asOthers: false }, because: 'no TTL tells whether it was made there' };
  }
  if (hops === 0 && usual === 0 && vantages[place]?.vantage === from) {
    return {
      made: { kind: 'end', place },
      because: `it left there with TTL ${first.ttl}, which no router had lowered, as the other segments of the ${from}`,
    };
  }
  if (hops === 0 && usual > 0) {
    return {
      made: { kind: 'near', place },
      because: `it has TTL ${first.ttl} there, which no router had lowered, and the other segments of the ${from} had passed ${usual}`,
    };
  }
  return {
    made: { kind: 'beyond', place, asOthers: hops === usual },
    because:
      hops === usual
        ? `it has TTL ${first.ttl} there, as the other segments of the ${from}`
        : `it has TTL ${first.ttl} there (routers passed: ${hops}), and the other segments of the ${from} had passed ${usual}`,
  };
}
