import type { UsageDatabase } from '../database/usage-database.ts';
import type { Unattributed } from '../usage-report.ts';
import { shareOf } from './account-use.ts';

/** CPU time that went to no account; undefined where no record tells. */
export async function unattributedUse(database: UsageDatabase): Promise<Unattributed | undefined> {
  const { total, attributed } = await database.row<{ total: number; attributed: number }>(
    'SELECT coalesce(sum(total_cpu_ms), 0) AS total, coalesce(sum(attributed_cpu_ms), 0) AS attributed FROM unattributed',
  );
  if (total === 0) return undefined;
  // Expectations that were too high for a while can make it negative.
  const unattributedCpuMs = Math.max(0, total - attributed);
  return { totalCpuMs: total, unattributedCpuMs, share: shareOf(unattributedCpuMs, total) };
}
