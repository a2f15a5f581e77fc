import { wantsReplacement } from './step-worker.ts';
import type { WorkerModel } from './worker-model.ts';

/**
 * Which worker of a kind may be replaced now: one at a time, and only while all others are ready. A worker that was given up, or has finished its work, is waited for by nobody.
 *
 * @param mayRotate whether those may be replaced that merely ran for long; not while the queue's lag grows, or is not known where it should be
 * @returns its index; undefined when none wants to be replaced, or none may be
 */
export function nextToReplace(workers: readonly WorkerModel[], nowMs: number, mayRotate: boolean): number | undefined {
  const kept = workers.filter(({ phase }) => phase.kind !== 'stopped');
  if (!kept.every(({ phase }) => phase.kind === 'ready')) return undefined;
  const found = workers.findIndex((worker) => wantsReplacement(worker, nowMs, mayRotate));
  return found < 0 ? undefined : found;
}
