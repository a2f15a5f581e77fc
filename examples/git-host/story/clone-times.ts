import { type Outcome, patienceMs } from '../load/client.ts';

/** How long clones took. One that failed or was refused counts as one that took as long as anybody waits. */
export interface CloneTimes {
  readonly clones: number;
  readonly failed: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
}

export function cloneTimes(outcomes: readonly Outcome[]): CloneTimes {
  const clones = outcomes.filter(({ action }) => action === 'clone');
  const times = clones.map(({ isDone, durationMs }) => (isDone ? durationMs : patienceMs)).toSorted((a, b) => a - b);
  return {
    clones: clones.length,
    failed: clones.filter(({ isDone }) => !isDone).length,
    p50Ms: nearestRank(times, 0.5),
    p95Ms: nearestRank(times, 0.95),
  };
}

function nearestRank(sorted: readonly number[], share: number): number {
  return sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN;
}
