import type { UsageDatabase } from '../database/usage-database.ts';
import type { Totals } from '../usage-report.ts';

/** Sums over all logs. There is one row at least. */
export async function totalsOf(database: UsageDatabase): Promise<Totals> {
  return database.row<{ [Name in keyof Totals]: number }>(`
    SELECT coalesce(sum(requests), 0) AS requests, coalesce(sum(units), 0) AS units, count(DISTINCT account) AS accounts,
      coalesce(sum(throttled), 0) AS throttled, coalesce(sum(refused), 0) AS refused,
      coalesce(min(end_ms - greatest(wall_ms, window_ms)), 0) AS "firstMs", coalesce(max(end_ms), 0) AS "lastMs",
      coalesce(max(window_ms), 0) AS "longestSumMs"
    FROM usage`);
}
