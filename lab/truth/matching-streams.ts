import type { Frame } from '../frames/frames.ts';
import { packetKey } from '../frames/packet-key.ts';

/** All captures of a run are of one clock: the same packet is everywhere within this time. */
const longestWaySeconds = 1;

/**
 * The streams of another capture that share a packet with some streams of this one, whatever was done to their addresses between. In order of their
 * numbers.
 */
export function matchingStreams(
  frames: readonly Frame[],
  streams: readonly number[],
  others: readonly Frame[],
): number[] {
  const wanted = new Set(streams);
  const seen = Map.groupBy(
    frames.filter(({ stream }) => wanted.has(stream)),
    packetKey,
  );
  const matching = others.filter((other) =>
    seen.get(packetKey(other))?.some(({ seconds }) => Math.abs(seconds - other.seconds) < longestWaySeconds),
  );
  return [...new Set(matching.map(({ stream }) => stream))].sort((a, b) => a - b);
}
