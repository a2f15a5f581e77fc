import type { LookAlike } from '@fivewhys/evidence';
import type { CauseId } from './catalogue.ts';
import type { ConnectionSubject } from './subject.ts';

/** How a connection looks that is closed after its failure was said: all of these speak of the RST, which came later. */
const later: readonly CauseId[] = [
  'harmless',
  'client-abort',
  'unread-data',
  'linger-zero',
  'application-abort',
  'late-data',
  'keep-alive-race',
];

/**
 * The causes that would explain the RST alone, excluded by what had been said before it.
 *
 * @param frame where it was said
 * @param by who said it
 */
export function consequences({ reset }: ConnectionSubject, frame: number, by: string): LookAlike[] {
  if (reset === undefined || reset.frame < frame) return [];
  return later.map((cause) => ({
    cause,
    excluded: true,
    because: `${by} had said before why the connection ends (frame ${frame}); how it was closed is a consequence`,
  }));
}
