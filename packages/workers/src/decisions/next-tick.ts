import type { Policy } from './policy.ts';
import type { WorkerModel } from './worker-model.ts';

/** The moment from which on a tick may change something (`performance.now()`): until then who asks a hundred workers a score of times a second needn't ask this one. */
export function nextTickMs({ phase }: WorkerModel, { readyWithinMs, aliveWithinMs }: Policy): number {
  switch (phase.kind) {
    case 'waiting':
      return phase.untilMs;
    case 'starting':
      return phase.startedMs + (readyWithinMs ?? Number.POSITIVE_INFINITY);
    case 'ready':
      return phase.aliveMs + (aliveWithinMs ?? Number.POSITIVE_INFINITY);
    case 'draining':
      return phase.killAtMs;
    case 'killed':
      return phase.againAtMs;
    case 'launching':
    case 'sweeping':
    case 'stopped':
      return Number.POSITIVE_INFINITY;
  }
}
