import type { Vantage } from './comparison.ts';
import { durationText } from './duration-text.ts';
import { roundTripNs } from './order-places.ts';
import type { Place } from './places.ts';

/** Where on the path a place lies, and by what that is told. */
export interface PlaceVantage {
  readonly vantage: Vantage;
  readonly because: string;
}

/** The first part of a handshake is so much shorter near the responder, and takes so long at the least, that it tells. */
const nearRatio = 5;
const shortestPathNs = 0.2e6;

/**
 * Where each place lies. A capture that shows a packet on two interfaces, with a router's step between, was taken on that router. Where packets don't tell, the caller's word
 * counts; where they tell otherwise, theirs.
 */
export function vantagesOf(places: readonly Place[], names: readonly (string | undefined)[]): PlaceVantage[] {
  return places.map((place) => {
    const others = places.filter((other) => other !== place);
    const forwarded = others.find(
      ({ input, hops }) => input === place.input && hops.originator !== place.hops.originator,
    );
    if (forwarded !== undefined) {
      return {
        vantage: 'middle',
        because: 'the host where it was taken hands the segments on from one interface to another',
      };
    }
    const told = vantageOf(place, others);
    const name = names[place.input];
    const given = name === 'originator' || name === 'middle' || name === 'responder' ? name : undefined;
    if (given === undefined || given === told.vantage) return told;
    if (told.vantage === 'unknown') return { vantage: given, because: `named so; ${told.because}` };
    // Seen from a link, its far end and its near end are the same.
    return { vantage: told.vantage, because: `${told.because} (it was named ${given})` };
  });
}

/**
 * Tells at which end a place is. A host's own segments have not passed a router: their TTL is the one that hosts begin with; those of the other end mostly have. Where no router
 * lies between, the handshake tells: near the responder the SYN-ACK follows the SYN at once.
 *
 * @param others the places with which it is compared
 */
function vantageOf(place: Place, others: readonly Place[]): PlaceVantage {
  const { originator, responder } = place.hops;
  if (originator === 0 && responder !== undefined && responder > 0) return byTtl('originator', responder);
  if (responder === 0 && originator !== undefined && originator > 0) return byTtl('responder', originator);
  if (originator !== undefined && responder !== undefined && originator > 0 && responder > 0) {
    return {
      vantage: 'middle',
      because: `the segments of the originator had passed ${routers(originator)}, those of the responder ${routers(responder)}`,
    };
  }
  const own = roundTripNs(place);
  const rest = others.map(roundTripNs).filter((time) => time !== undefined);
  if (own !== undefined && rest.length > 0) {
    const least = Math.min(...rest);
    const most = Math.max(...rest);
    if (most >= shortestPathNs && most > own * nearRatio) {
      return {
        vantage: 'responder',
        because: `the SYN-ACK follows the SYN after ${durationText(own)} here, elsewhere after ${durationText(most)}`,
      };
    }
    if (own >= shortestPathNs && own > least * nearRatio) {
      return {
        vantage: 'originator',
        because: `the SYN-ACK follows the SYN after ${durationText(own)} here, elsewhere after ${durationText(least)}`,
      };
    }
  }
  return { vantage: 'unknown', because: 'neither TTLs nor the times of the handshake tell' };
}

function byTtl(side: 'originator' | 'responder', hops: number): PlaceVantage {
  const other = side === 'originator' ? 'responder' : 'originator';
  return {
    vantage: side,
    because: `the segments of the ${side} have passed no router, those of the ${other} ${routers(hops)}`,
  };
}

function routers(hops: number): string {
  return hops === 1 ? '1 router' : `${hops} routers`;
}
