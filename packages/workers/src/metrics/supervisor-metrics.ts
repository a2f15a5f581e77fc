import type { Supervisor } from '../supervisor/supervisor.ts';
import type { EventCounts } from './event-counts.ts';
import type { Metric } from './exposition.ts';
import { processMetrics } from './process-metrics.ts';
import { queueMetrics } from './queue-metrics.ts';

/** What a supervisor shows to who scrapes it. */
export function supervisorMetrics(supervisor: Supervisor, name: string, counts: EventCounts): readonly Metric[] {
  const { places, containment } = supervisor;
  const workers = places.map((place) => ({ labels: { kind: place.kind.name, worker: place.name }, place }));
  return [
    {
      name: 'fivewhys_supervisor_info',
      help: 'Which supervisor this is, and how it holds processes together.',
      type: 'gauge',
      samples: [{ labels: { supervisor: name, containment: containment.kind }, value: 1 }],
    },
    {
      name: 'fivewhys_worker_ready',
      help: 'Whether a worker runs and is ready.',
      type: 'gauge',
      samples: workers.map(({ labels, place }) => ({ labels, value: place.model.phase.kind === 'ready' ? 1 : 0 })),
    },
    {
      name: 'fivewhys_worker_memory_bytes',
      help: 'Memory of a worker and all that it started.',
      type: 'gauge',
      samples: workers.flatMap(({ labels, place }) =>
        place.memoryBytes === undefined ? [] : [{ labels, value: place.memoryBytes }],
      ),
    },
    ...counts.ofSupervisor(),
    ...queueMetrics(supervisor.queues),
    {
      name: 'fivewhys_evidence_lost_total',
      help: 'Events that could not be written.',
      type: 'counter',
      samples: [{ value: supervisor.lostEvents }],
    },
    ...processMetrics(),
  ];
}
