import type { Guard } from '../guard/guard.ts';
import type { QueueState } from '../queue/queue-watch.ts';
import type { EventCounts } from './event-counts.ts';
import type { Metric } from './exposition.ts';
import { processMetrics } from './process-metrics.ts';
import { queueMetrics } from './queue-metrics.ts';

/** What a guard shows to who scrapes it. */
export function guardMetrics(
  guard: Guard,
  queues: readonly QueueState[],
  counts: EventCounts,
  lostEvents: number,
): readonly Metric[] {
  return [
    {
      name: 'fivewhys_guard_parents',
      help: 'Parents that are watched.',
      type: 'gauge',
      samples: [{ labels: { sees: guard.sees }, value: guard.parents.length }],
    },
    ...counts.ofGuard(),
    ...queueMetrics(queues),
    {
      name: 'fivewhys_evidence_lost_total',
      help: 'Events that could not be written.',
      type: 'counter',
      samples: [{ value: lostEvents }],
    },
    ...processMetrics(),
  ];
}
