import type { Metric } from './exposition.ts';

/** What Prometheus' client libraries tell of the process that they are in, under the same names. */
export function processMetrics(): readonly Metric[] {
  const { user, system } = process.cpuUsage();
  return [
    {
      name: 'process_cpu_seconds_total',
      help: 'CPU time of this process.',
      type: 'counter',
      samples: [{ value: (user + system) / 1e6 }],
    },
    {
      name: 'process_resident_memory_bytes',
      help: 'Memory of this process.',
      type: 'gauge',
      samples: [{ value: process.memoryUsage.rss() }],
    },
    {
      name: 'process_start_time_seconds',
      help: 'When this process began, in seconds since 1970.',
      type: 'gauge',
      samples: [{ value: Math.round(performance.timeOrigin) / 1000 }],
    },
  ];
}
