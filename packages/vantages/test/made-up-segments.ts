import { ACK, OPTION_TIMESTAMPS, PSH } from '@fivewhys/capture';
import type { SeenSegment } from '../src/seen-segment.ts';

/** A segment of the originator with timestamps; what matters to a test is given. */
export function segment(given: Partial<SeenSegment>): SeenSegment {
  return {
    frame: 1,
    instantNs: 0,
    stream: 0,
    from: 'originator',
    interfaceId: 0,
    flags: ACK | PSH,
    sequence: 1000,
    acknowledgment: 5000,
    payloadBytes: 0,
    window: 500,
    ttl: 64,
    ipId: -1,
    options: OPTION_TIMESTAMPS,
    mss: 0,
    windowScale: 0,
    timestampValue: 0,
    timestampEcho: 0,
    ...given,
  };
}
