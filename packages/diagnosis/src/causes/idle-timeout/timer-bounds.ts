import type { LivedSilence } from '@fivewhys/connections';
import { duration } from '../../phrases.ts';

/** `between 2 m and 5 m`, or `below 5 m` where no shorter silence was outlived: where the timer of a box lies that forgot a connection. */
export function timerBounds(diedNs: number, lived: LivedSilence | undefined): string {
  return lived === undefined
    ? `below ${duration(diedNs)}`
    : `between ${duration(lived.silenceNs)} and ${duration(diedNs)}`;
}
