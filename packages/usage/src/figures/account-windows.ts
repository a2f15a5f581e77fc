import type { UsageDatabase } from '../database/usage-database.ts';
import { quantileRanks } from '../statistics/binomial-range.ts';
import type { Distribution, Percentile, Totals } from '../usage-report.ts';

export const shownPercentiles: readonly number[] = [50, 75, 90, 95, 99, 99.9, 99.99];

export const confidence = 0.95;

/**
 * Sums units by account and window, in order of size, so that any rank can be asked for. Windows are aligned to 1970, so those of an hour begin on the hour. A request is in the window
 * in which it ended, a sum in that in which it began. Windows at the edges of the log are left out, for the log holds only a part of them, unless there is no whole one.
 */
export async function sumAccountWindows(database: UsageDatabase, windowMs: number, totals: Totals): Promise<boolean> {
  const from = Math.ceil(totals.firstMs / windowMs);
  const to = Math.floor(totals.lastMs / windowMs);
  const whole = to > from;
  await database.run(
    `CREATE OR REPLACE TABLE account_window AS
    WITH sums AS (
      SELECT account, floor((CASE WHEN window_ms > 0 THEN end_ms - window_ms ELSE end_ms END) / $windowMs) AS slot, sum(units) AS units
      FROM usage GROUP BY account, slot)
    SELECT row_number() OVER () AS rank, account, slot, units
    FROM (SELECT account, slot, units FROM sums ${whole ? 'WHERE slot >= $from AND slot < $to' : ''} ORDER BY units)`,
    whole ? { windowMs, from, to } : { windowMs },
  );
  return whole;
}

/**
 * The percentiles of units per account and window, each the sample of its rank (nearest rank: the smallest sample that so many percent do not exceed), with the interval of order statistics.
 */
export async function distributionOf(
  database: UsageDatabase,
  windowMs: number,
  wholeWindows: boolean,
  also: number,
): Promise<Distribution> {
  const { samples, accounts, windows, most } = await database.row<
    Record<'samples' | 'accounts' | 'windows' | 'most', number>
  >(
    `SELECT count(*) AS samples, count(DISTINCT account) AS accounts, count(DISTINCT slot) AS windows,
      coalesce(max(units), 0) AS most FROM account_window`,
  );
  const asked = [...new Set([...shownPercentiles, also])].toSorted((a, b) => a - b);
  const ranks = asked.map((percentile) => ({ percentile, ...ranksOf(samples, percentile) }));
  const values = await valuesAt(
    database,
    ranks.flatMap(({ rank, low, high }) => [rank, low, high]).filter((rank) => rank !== undefined),
  );
  const percentiles = ranks.map(
    ({ percentile, rank, low, high }): Percentile => ({
      percentile,
      value: values.get(rank) ?? 0,
      low: low === undefined ? undefined : values.get(low),
      high: high === undefined ? undefined : values.get(high),
    }),
  );
  return { windowMs, samples, accounts, windows, wholeWindows, most, percentiles: samples === 0 ? [] : percentiles };
}

/** Rounded, or 99.99 of 10,000 would be the 10,000th by the last bit of a product. */
function ranksOf(samples: number, percentile: number) {
  const rank = Math.min(samples, Math.max(1, Math.ceil(Number(((percentile / 100) * samples).toPrecision(12)))));
  return { rank, ...quantileRanks(samples, percentile / 100, confidence) };
}

async function valuesAt(database: UsageDatabase, ranks: readonly number[]): Promise<ReadonlyMap<number, number>> {
  if (ranks.length === 0) return new Map();
  const rows = await database.rows<{ rank: number; units: number }>(
    `SELECT rank, units FROM account_window WHERE rank IN (${ranks.join(', ')})`,
  );
  return new Map(rows.map(({ rank, units }) => [rank, units]));
}
