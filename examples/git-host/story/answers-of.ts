import type { Outcome } from '../load/client.ts';
import type { Answers } from './story.ts';

export function answersOf(outcomes: readonly Outcome[], startMs: number): Answers {
  const refused = outcomes.filter(({ isRefused }) => isRefused);
  const done = outcomes.filter(({ isDone }) => isDone).length;
  const first = Math.min(...refused.map((outcome) => outcome.startMs));
  return {
    done,
    refused: refused.length,
    failed: outcomes.length - done - refused.length,
    firstRefusedMs: refused.length === 0 ? undefined : first - startMs,
  };
}
