import type { UsageDatabase } from '../database/usage-database.ts';
import { lengthMs, type Stretch } from '../stretch.ts';
import { dearerFrom } from './dearer-from.ts';
import type { Change, IncidentFacts, RouteChange } from './incident-facts.ts';
import { fewestRequests } from './request-facts.ts';

type Row = Readonly<Record<string, number>>;

const shownRoutes = 5;

/** What requests of each route cost, refused ones aside, of accounts that do not stand out. */
const prices = `
  SELECT route,
    sum(units) FILTER (during) AS units_during, sum(units) FILTER (NOT during) AS units_before,
    sum(requests) FILTER (during) AS requests_during, sum(requests) FILTER (NOT during) AS requests_before,
    CASE WHEN least(sum(requests) FILTER (during AND refused = 0), sum(requests) FILTER (NOT during AND refused = 0)) >= ${fewestRequests}
      THEN avg(cost / requests) FILTER (during AND refused = 0) / nullif(avg(cost / requests) FILTER (NOT during AND refused = 0), 0) END AS dearness
  FROM marked WHERE NOT risen AND route IS NOT NULL GROUP BY route`;

/** Their routes whose use rose most. */
export async function othersRoutes(
  database: UsageDatabase,
  change: (row: Row, name: string) => Change,
): Promise<readonly RouteChange[]> {
  // By the rise per second: from no use before and from use in a stretch of another length.
  const one = change({ units_during: 1, units_before: 1 }, 'units');
  const rows = await database.rows<{ route: string; dearness: number | null } & Record<string, number | string | null>>(
    `SELECT * FROM (${prices})
    ORDER BY coalesce(units_during, 0) * $during - coalesce(units_before, 0) * $before DESC, route LIMIT ${shownRoutes}`,
    { during: one.duringPerS, before: one.beforePerS },
  );
  return rows.map((row) => ({
    route: row.route,
    units: change(row as unknown as Row, 'units'),
    requests: change(row as unknown as Row, 'requests'),
    dearness: row.dearness ?? undefined,
  }));
}

/** What of their use in the incident, on routes of which that can be told, is on routes that became dearer. */
export async function dearerShare(database: UsageDatabase): Promise<number> {
  const { dearer, told } = await database.row<{ dearer: number; told: number }>(
    // By what it was worth before, or the dearer route would weigh the more for being dearer.
    `SELECT coalesce(sum(units_during / dearness) FILTER (dearness >= ${dearerFrom}), 0) AS dearer,
      coalesce(sum(units_during / dearness), 0) AS told
    FROM (${prices}) WHERE dearness > 0`,
  );
  return told > 0 ? dearer / told : 0;
}

/** Accounts of the incident that made no request in the baseline. */
export async function newcomers(database: UsageDatabase, stretch: Stretch): Promise<IncidentFacts['newcomers']> {
  const { accounts, units } = await database.row<{ accounts: number; units: number }>(
    `SELECT count(*) AS accounts, coalesce(sum(units), 0) AS units FROM (
      SELECT sum(units) AS units FROM marked WHERE NOT risen GROUP BY account HAVING bool_and(during))`,
  );
  return { accounts, unitsPerS: units / (lengthMs(stretch) / 1000) };
}
