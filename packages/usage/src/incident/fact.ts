import type { Evidence } from '@fivewhys/evidence';
import { figureOf } from '../words.ts';
import type { Change } from './incident-facts.ts';

/** A sum over many lines: to be checked with the same logs and stretches. */
export function fact(detail: string): Evidence {
  return { input: 0, frames: [], detail };
}

export function changeText({ beforePerS, duringPerS }: Change): string {
  return `${figureOf(beforePerS)} before, ${figureOf(duringPerS)} during`;
}
