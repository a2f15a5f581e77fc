import type { Frame } from '../frames/frames.ts';
import { packetKey } from '../frames/packet-key.ts';
import type { KernelReset } from './kernel-resets.ts';
import type { Journey, Sighting } from './reset-journeys.ts';

/** Who made a RST, and what the maker's kernel says of it. */
export interface Maker {
  /** The interface of the middle host behind which it was made; undefined where the middle host made it itself. */
  readonly origin: string | undefined;
  /** Undefined where no kernel says that it sent it: a rule of a firewall did, or it is forged. */
  readonly kernelReason: string | undefined;
}

/** Between what a kernel says and the packet at the middle host: half of a round trip, and what a busy machine takes. Its clock and that of captures are read apart. */
const [earliestSeconds, latestSeconds] = [-0.05, 0.6];

/**
 * Each journey with its maker. Each line of the kernel's trace is of one packet, the first that it fits at that time: a RST that the sender's own rules kept back has a line, and no journey.
 */
export function withMakers(journeys: readonly Journey[], kernelResets: readonly KernelReset[]): [Journey, Maker][] {
  const left = [...kernelResets];
  return journeys.map((journey) => {
    const [first] = journey.sightings;
    const index = left.findIndex((said) => first !== undefined && isOf(said, first));
    const [said] = index < 0 ? [] : left.splice(index, 1);
    return [journey, { origin: journey.origin, kernelReason: said?.reason }];
  });
}

function isOf({ seconds, from, to }: KernelReset, sighting: Sighting): boolean {
  const laterSeconds = sighting.seconds - seconds;
  if (laterSeconds < earliestSeconds || laterSeconds > latestSeconds) return false;
  return sighting.from.endsWith(from) && (to === undefined || sighting.to === to);
}

/**
 * The makers of the RSTs in a capture at one of the middle host's interfaces, or at the other end of its wire, by frame number. The nth packet of a kind
 * there is the nth that the middle host saw there. Without `wire` the capture is the middle host's own of all interfaces.
 */
export function makersAt(
  frames: readonly Frame[],
  made: readonly (readonly [Journey, Maker])[],
  wire: string | undefined,
): Map<number, Maker> {
  const waiting = made
    .flatMap(([{ sightings }, maker]) => sightings.map((sighting) => ({ sighting, maker })))
    .filter(({ sighting }) => wire === undefined || sighting.interface === wire)
    .sort((a, b) => a.sighting.number - b.sighting.number);
  const makers = new Map<number, Maker>();
  for (const frame of frames.filter(({ flags }) => flags.includes('R'))) {
    const index = waiting.findIndex(({ sighting }) => isThere(sighting, frame));
    const [found] = index < 0 ? [] : waiting.splice(index, 1);
    if (found !== undefined) makers.set(frame.number, found.maker);
  }
  return makers;
}

/** On one wire addresses are the same, too. */
const isThere = (sighting: Sighting, frame: Frame): boolean =>
  packetKey(sighting) === packetKey(frame) && sighting.from === frame.from && sighting.to === frame.to;
