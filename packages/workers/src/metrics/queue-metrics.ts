import { queueAlarms } from '../decisions/queue-alarms.ts';
import type { QueueFigures } from '../decisions/queue-figures.ts';
import type { QueueState } from '../queue/queue-watch.ts';
import type { Metric } from './exposition.ts';

type Figure = (figures: QueueFigures) => number | undefined;

const gauges: readonly (readonly [name: string, help: string, figure: Figure])[] = [
  ['lag', 'How far the queue lags behind: the number that the command printed, or what waits.', ({ lag }) => lag],
  ['waiting', 'Items that could be worked on and are not.', ({ waiting }) => waiting],
  ['oldest_age_seconds', 'Age of the oldest of them.', ({ oldestMs }) => inSeconds(oldestMs)],
  ['active', 'Items that somebody holds.', ({ active }) => active],
  ['consumers', 'Who is there to work on them.', ({ consumers }) => consumers],
  ['arrivals_per_second', 'Over the shorter window.', ({ arrivedPerS }) => arrivedPerS],
  ['completions_per_second', 'Over the shorter window.', ({ completedPerS }) => completedPerS],
  [
    'time_to_drain_seconds',
    'Until nothing waits if both rates stay as they are.',
    ({ timeToDrainMs: ms }) => (ms === 'never' ? Number.POSITIVE_INFINITY : inSeconds(ms)),
  ],
];

/** What is known of the queues; of what is unknown there is no sample. */
export function queueMetrics(queues: readonly QueueState[]): readonly Metric[] {
  const of = (name: string, help: string, samples: Metric['samples']): Metric => ({
    name: `fivewhys_queue_${name}`,
    help,
    type: 'gauge',
    samples,
  });
  return [
    of(
      'up',
      'Whether the last reading of the queue succeeded.',
      queues.map(({ kind, figures }) => ({ labels: { kind }, value: figures === undefined ? 0 : 1 })),
    ),
    ...gauges.map(([name, help, figure]) =>
      of(
        name,
        help,
        queues.flatMap(({ kind, figures }) => {
          const value = figures === undefined ? undefined : figure(figures);
          return value === undefined ? [] : [{ labels: { kind }, value }];
        }),
      ),
    ),
    of(
      'consumers_expected',
      'How many consumers there should be.',
      queues.flatMap(({ kind, consumersExpected: value }) =>
        value === undefined ? [] : [{ labels: { kind }, value }],
      ),
    ),
    of(
      'alarm',
      'Whether the alarm holds.',
      queues.flatMap(({ kind, alarms }) =>
        queueAlarms.map((alarm) => ({ labels: { kind, alarm }, value: alarms.has(alarm) ? 1 : 0 })),
      ),
    ),
  ];
}

function inSeconds(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : ms / 1000;
}
