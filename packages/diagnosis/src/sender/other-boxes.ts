import type { LookAlike } from '@fivewhys/evidence';
import type { CauseId } from '../catalogue.ts';
import type { SenderGuess } from './sender.ts';

/** The causes in which another box made the RST in an end's name: excluded by its TTL where that is known. */
export function otherBoxes(sender: SenderGuess, causes: readonly CauseId[]): LookAlike[] {
  const excluded = sender.ttl === 'same';
  return causes.map((cause) => ({
    cause,
    excluded,
    because: excluded
      ? `${sender.because}; another box would be nearer or farther`
      : `${sender.because}: whether another box made it is open`,
  }));
}
