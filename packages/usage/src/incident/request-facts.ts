import type { UsageDatabase } from '../database/usage-database.ts';
import type { Lines } from './incident-facts.ts';

/** Requests of a route in both stretches, below which nothing is said of what they cost. */
export const fewestRequests = 20;
const namedLines = 3;

/** Of some accounts: what their requests cost in the incident, over what requests of the same routes cost anybody before. */
export async function dearness(database: UsageDatabase, side: 'risen' | 'NOT risen'): Promise<number | undefined> {
  const { actual, expected } = await database.row<{ actual: number | null; expected: number | null }>(`
    WITH before AS (
      SELECT route, sum(cost) / sum(requests) AS price FROM marked
      WHERE NOT during AND refused = 0 AND route IS NOT NULL GROUP BY route HAVING sum(requests) >= ${fewestRequests}),
    during AS (
      SELECT route, sum(cost) AS cost, sum(requests) AS requests FROM marked
      WHERE during AND refused = 0 AND ${side} AND route IS NOT NULL GROUP BY route HAVING sum(requests) >= ${fewestRequests})
    SELECT sum(cost) AS actual, sum(requests * price) AS expected FROM during JOIN before USING (route)`);
  if (actual === null || expected === null || expected <= 0) return undefined;
  return actual / expected;
}

/** The most requests that each risen account made in a minute of the incident. */
export async function peaks(database: UsageDatabase): Promise<ReadonlyMap<string, number>> {
  const rows = await database.rows<{ account: string; peak: number }>(`
    SELECT account, max(requests) AS peak FROM (
      SELECT account, sum(requests) AS requests FROM marked WHERE risen AND during GROUP BY account, floor(end_ms / 60000))
    GROUP BY account`);
  return new Map(rows.map(({ account, peak }) => [account, peak]));
}

/** The lines of an account's dearest requests in the incident, by input. */
export async function dearest(database: UsageDatabase, account: string): Promise<readonly Lines[]> {
  const rows = await database.rows<{ input: number; line: number }>(
    `SELECT input, line FROM (
      SELECT input, line FROM marked WHERE during AND account = $account ORDER BY cost DESC, line LIMIT ${namedLines})
    ORDER BY input, line`,
    { account },
  );
  const inputs = [...new Set(rows.map(({ input }) => input))];
  return inputs.map((input) => ({
    input,
    lines: rows.filter((row) => row.input === input).map(({ line }) => line),
  }));
}
