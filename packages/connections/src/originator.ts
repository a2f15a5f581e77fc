import type { SegmentRecord } from '@fivewhys/capture';

/** Linux's default ip_local_port_range begins here; other systems begin at 49,152. */
const firstEphemeralPort = 32_768;

/**
 * Guesses who is the responder of a connection whose handshake is not in the capture: the end with the system port (below 1024) if there is just one,
 * else the end with the port below the ephemeral range if there is just one, else the receiver of the first segment.
 */
export function chooseResponder(segment: SegmentRecord): 'source' | 'destination' {
  const { sourcePort, destinationPort } = segment;
  for (const bound of [1024, firstEphemeralPort]) {
    if (sourcePort < bound !== destinationPort < bound) return sourcePort < bound ? 'source' : 'destination';
  }
  return 'destination';
}
