import type { Evidence } from '@fivewhys/evidence';
import type { Sighted } from './sighted.ts';

/** One fact with the lines that show it: one evidence for each file that has some. */
export function seen(sightings: readonly Pick<Sighted, 'input' | 'line'>[], detail: string): readonly Evidence[] {
  return [...Map.groupBy(sightings, ({ input }) => input)].map(([input, own]) => ({
    input,
    frames: [],
    lines: [...new Set(own.map(({ line }) => line))].toSorted((a, b) => a - b),
    detail,
  }));
}
