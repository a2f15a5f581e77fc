import type { Crossing } from '../frames/crossings.ts';
import type { Frame } from '../frames/frames.ts';
import { packetKey } from '../frames/packet-key.ts';

/** A packet with the RST flag, seen by the middle host on its way in, on its way out, or both. */
export type Sighting = Frame & Crossing;

/** The way of one packet, in order of time. */
export interface Journey {
  readonly sightings: readonly Sighting[];
  /** The interface behind which it was made; undefined where the middle host made it itself. */
  readonly origin: string | undefined;
}

/**
 * The ways of all RSTs. Every packet of the network passes the middle host: what comes in was sent by the host behind that interface, unless it was sent out there
 * before; what goes out without having come in, the middle host has made.
 */
export function resetJourneys(frames: readonly Frame[], crossings: readonly Crossing[]): Journey[] {
  const journeys: Sighting[][] = [];
  for (const frame of frames) {
    const crossing = crossings[frame.number - 1];
    if (crossing === undefined || !frame.flags.includes('R')) continue;
    const sighting = { ...frame, ...crossing };
    const before = journeys.find((journey) => goesOn(journey, sighting));
    if (before === undefined) journeys.push([sighting]);
    else before.push(sighting);
  }
  return journeys.map((sightings) => ({
    sightings,
    origin: sightings[0]?.direction === 'in' ? sightings[0].interface : undefined,
  }));
}

function goesOn(journey: readonly Sighting[], next: Sighting): boolean {
  const last = journey.at(-1);
  if (last === undefined || last.direction === next.direction || packetKey(last) !== packetKey(next)) return false;
  return last.direction === 'in' ? next.ttl < last.ttl : last.interface === next.interface && next.ttl < last.ttl;
}
