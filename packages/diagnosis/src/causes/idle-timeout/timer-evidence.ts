import type { LivedSilence } from '@fivewhys/connections';
import type { Evidence } from '@fivewhys/evidence';
import { duration } from '../../phrases.ts';
import { timersText } from './timers-text.ts';

/**
 * What bounds the timer: the longest silence that was outlived, and the known timers up to the one that was not.
 *
 * @param frame the first after the silence that was not outlived
 */
export function timerEvidence(
  input: number,
  frame: number,
  diedNs: number,
  lived: LivedSilence | undefined,
): Evidence[] {
  const known = { input, frames: [frame], detail: timersText(diedNs, lived?.silenceNs) };
  if (lived === undefined) return [known];
  const detail = `the longest silence that a connection to the same port outlived: ${duration(lived.silenceNs)} (stream ${lived.stream})`;
  return [{ input, frames: [lived.frame], detail }, known];
}
