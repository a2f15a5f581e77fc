import type { Outcome } from '../load/client.ts';
import type { Answers } from './story.ts';

export function answersOf(outcomes: readonly Outcome[], startMs: number): Answers {
  const refused = outcomes.filter(({ isRefused }) => isRefused);
  const done = outcomes.filter(({ isDone }) => isDone);
  const firstMs = Math.min(...refused.map((outcome) => outcome.startMs));
  return {
    all: outcomes.length,
    done: done.length,
    refused: refused.length,
    firstRefusedMs: refused.length === 0 ? undefined : firstMs - startMs,
  };
}
