import type { UsageDatabase } from '../database/usage-database.ts';
import type { EndpointUse, Totals } from '../usage-report.ts';
import { shareOf } from './account-use.ts';

/** Routes that are listed: those that use most. */
const mostRoutes = 100;

/** Costs are counted in ranges of which each is two percent wider than the one before, so that a percentile is right within one percent and memory does not grow with requests. */
const growth = 1.02;

/** What requests of each route cost, and how differently. Sums of windows have no route. */
export async function endpointUse(database: UsageDatabase, totals: Totals): Promise<readonly EndpointUse[]> {
  const rows = await database.rows<{ route: string; requests: number; units: number; p50: number; p99: number }>(
    `WITH top AS (
      SELECT route, sum(requests) AS requests, sum(units) AS units
      FROM usage WHERE route IS NOT NULL AND refused = 0 GROUP BY route ORDER BY units DESC, route LIMIT ${mostRoutes}),
    binned AS (
      SELECT route, CASE WHEN cost > 0 THEN floor(ln(cost) / ln(${growth})) ELSE -1e9 END AS bin, count(*) AS count
      FROM usage SEMI JOIN top USING (route) WHERE refused = 0 GROUP BY route, bin),
    ranked AS (
      SELECT route, bin, sum(count) OVER (PARTITION BY route ORDER BY bin) AS upto, sum(count) OVER (PARTITION BY route) AS total
      FROM binned)
    SELECT route, any_value(requests) AS requests, any_value(units) AS units,
      min(bin) FILTER (upto >= ceil(total * 0.5)) AS p50, min(bin) FILTER (upto >= ceil(total * 0.99)) AS p99
    FROM ranked JOIN top USING (route) GROUP BY route ORDER BY units DESC, route`,
  );
  return rows.map(({ route, requests, units, p50: middle, p99: high }) => {
    const p50 = costOf(middle);
    const p99 = costOf(high);
    return {
      route,
      requests,
      units,
      share: shareOf(units, totals.units),
      p50,
      p99,
      variability: p50 > 0 ? p99 / p50 : undefined,
    };
  });
}

/** The middle of a range. */
function costOf(bin: number): number {
  return bin <= -1e9 ? 0 : growth ** (bin + 0.5);
}
