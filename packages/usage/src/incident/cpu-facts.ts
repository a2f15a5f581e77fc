import type { UsageDatabase } from '../database/usage-database.ts';
import type { Stretch } from '../stretch.ts';
import type { Change, CpuChange } from './incident-facts.ts';

type Row = Readonly<Record<string, number>>;

/** CPU time of all processes in both stretches, and what of it went to no account. */
export async function cpuChange(
  database: UsageDatabase,
  stretch: Stretch,
  baseline: Stretch,
  change: (row: Row, name: string) => Change,
): Promise<CpuChange | undefined> {
  const within = ({ fromMs, toMs }: Stretch) => `end_ms >= ${fromMs} AND end_ms < ${toMs}`;
  const sums = Object.entries({
    attributed: 'attributed_cpu_ms',
    unattributed: 'total_cpu_ms - attributed_cpu_ms',
    thread: 'thread_cpu_ms',
    other_threads: 'other_threads_cpu_ms',
    children: 'children_cpu_ms',
  }).flatMap(([name, of]) => [
    `coalesce(sum(${of}) FILTER (${within(stretch)}), 0) AS ${name}_during`,
    `coalesce(sum(${of}) FILTER (${within(baseline)}), 0) AS ${name}_before`,
  ]);
  const row = await database.row<Row>(`
    SELECT ${sums.join(', ')}, least(count(*) FILTER (${within(stretch)}), count(*) FILTER (${within(baseline)})) AS records
    FROM unattributed`);
  if (row.records === 0) return undefined;
  return {
    attributed: change(row, 'attributed'),
    unattributed: change(row, 'unattributed'),
    thread: change(row, 'thread'),
    otherThreads: change(row, 'other_threads'),
    children: change(row, 'children'),
  };
}
