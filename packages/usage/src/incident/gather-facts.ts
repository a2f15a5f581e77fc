import type { UsageDatabase } from '../database/usage-database.ts';
import { shareOf } from '../figures/account-use.ts';
import { lengthMs, type Stretch } from '../stretch.ts';
import { cpuChange } from './cpu-facts.ts';
import type { Change, IncidentFacts, RisenAccount, RisenRoute } from './incident-facts.ts';
import { riseOf } from './incident-facts.ts';
import { dearerShare, newcomers, othersRoutes } from './others-facts.ts';
import { dearest, dearness, peaks } from './request-facts.ts';

/** The share of the rise that the risen accounts are chosen to make. */
const mostOfRise = 0.8;
/** An account that rose half as much as the one that rose most belongs to the same story. */
const alike = 0.5;
const fewest = 10;
/** Ten of twenty are not few. */
const fewAmongFew = 0.2;
const shownRoutes = 5;

type Row = Readonly<Record<string, number>>;

/** Asks the logs what changed between a baseline and an incident. What a limit would have done is asked elsewhere. */
export async function gatherFacts(
  database: UsageDatabase,
  stretch: Stretch,
  baseline: Stretch,
): Promise<Omit<IncidentFacts, 'limit' | 'usual'>> {
  await markRows(database, stretch, baseline);
  const totals = await database.row<Row>(
    `SELECT ${sums}, count(DISTINCT account) FILTER (during) AS accounts FROM marked`,
  );
  const change = changeIn(stretch, baseline);
  const units = change(totals, 'units');
  const few = fewOf(totals.accounts ?? 0);
  const risen = await risenAccounts(database, stretch, baseline, riseOf(units), few);
  await markRisen(database, risen);
  const [ofRisen = {}, ofOthers = {}] = await Promise.all(
    ['risen', 'NOT risen'].map((side) => database.row<Row>(`SELECT ${sums} FROM marked WHERE ${side}`)),
  );
  const detailed = await withDetails(database, risen);
  return {
    stretch,
    baseline,
    units,
    requests: change(totals, 'requests'),
    accounts: totals.accounts ?? 0,
    risen: detailed,
    few,
    risenShare: Math.min(1, Math.max(0, shareOf(riseOf(change(ofRisen, 'units')), riseOf(units)))),
    risenOfRequests: shareOf(ofRisen.requests_during ?? 0, totals.requests_during ?? 0),
    risenOfUnits: shareOf(ofRisen.units_during ?? 0, totals.units_during ?? 0),
    risenRoutes: await risenRoutes(database),
    routesKnown: (totals.with_route ?? 0) > 0,
    risenDearness: await dearness(database, 'risen'),
    othersDearness: await dearness(database, 'NOT risen'),
    othersUnits: change(ofOthers, 'units'),
    othersRequests: change(ofOthers, 'requests'),
    othersRoutes: await othersRoutes(database, change),
    dearerShare: await dearerShare(database),
    newcomers: await newcomers(database, stretch),
    asManyRequests: await asManyRequests(database, detailed),
    cpu: await cpuChange(database, stretch, baseline, change),
  };
}

const sums = `
  coalesce(sum(units) FILTER (during), 0) AS units_during, coalesce(sum(units) FILTER (NOT during), 0) AS units_before,
  coalesce(sum(requests) FILTER (during), 0) AS requests_during, coalesce(sum(requests) FILTER (NOT during), 0) AS requests_before,
  count(route) AS with_route`;

/** The rows of both stretches, by when they ended. */
async function markRows(database: UsageDatabase, stretch: Stretch, baseline: Stretch): Promise<void> {
  const inStretch = 'end_ms >= $fromMs AND end_ms < $toMs';
  await database.run(
    `CREATE OR REPLACE TABLE marked AS SELECT *, ${inStretch} AS during, false AS risen FROM usage
    WHERE (${inStretch}) OR (end_ms >= $beforeMs AND end_ms < $untilMs)`,
    { fromMs: stretch.fromMs, toMs: stretch.toMs, beforeMs: baseline.fromMs, untilMs: baseline.toMs },
  );
}

function changeIn(stretch: Stretch, baseline: Stretch) {
  return (row: Row, name: string): Change => ({
    beforePerS: (row[`${name}_before`] ?? 0) / (lengthMs(baseline) / 1000),
    duringPerS: (row[`${name}_during`] ?? 0) / (lengthMs(stretch) / 1000),
  });
}

function fewOf(accounts: number): number {
  return Math.max(Math.min(fewest, Math.ceil(accounts * fewAmongFew)), Math.ceil(accounts * 0.01));
}

type Risen = Pick<RisenAccount, 'account' | 'units' | 'requests'>;

/** Those whose use rose most, until they make most of the rise or are no longer few; and those that rose like the first of them. */
async function risenAccounts(
  database: UsageDatabase,
  stretch: Stretch,
  baseline: Stretch,
  wholeRise: number,
  few: number,
): Promise<readonly Risen[]> {
  const rows = await database.rows<{ account: string } & Record<string, number | string>>(
    `SELECT account, ${sums} FROM marked GROUP BY account
    ORDER BY units_during / $during - units_before / $before DESC, account LIMIT $few`,
    { during: lengthMs(stretch), before: lengthMs(baseline), few },
  );
  const change = changeIn(stretch, baseline);
  const chosen: Risen[] = [];
  let rise = 0;
  for (const row of rows) {
    const units = change(row as unknown as Row, 'units');
    const own = riseOf(units);
    if (own <= 0 || (rise >= wholeRise * mostOfRise && own < alike * riseOf(chosen[0]?.units ?? units))) break;
    rise += own;
    chosen.push({ account: row.account, units, requests: change(row as unknown as Row, 'requests') });
  }
  return chosen;
}

async function markRisen(database: UsageDatabase, risen: readonly Risen[]): Promise<void> {
  await database.run('CREATE OR REPLACE TABLE risen_account (account VARCHAR)');
  for (const { account } of risen) await database.run('INSERT INTO risen_account VALUES ($account)', { account });
  await database.run('UPDATE marked SET risen = account IN (SELECT account FROM risen_account)');
}

async function withDetails(database: UsageDatabase, risen: readonly Risen[]): Promise<readonly RisenAccount[]> {
  const peakOf = await peaks(database);
  const detailed: RisenAccount[] = [];
  for (const one of risen) {
    detailed.push({
      ...one,
      peakPerMinute: peakOf.get(one.account) ?? 0,
      dearest: await dearest(database, one.account),
    });
  }
  return detailed;
}

async function risenRoutes(database: UsageDatabase): Promise<readonly RisenRoute[]> {
  const { units: all } = await database.row<{ units: number }>(
    'SELECT coalesce(sum(units), 0) AS units FROM marked WHERE risen AND during AND route IS NOT NULL',
  );
  const rows = await database.rows<{ route: string; requests: number; units: number }>(
    `SELECT route, sum(requests) AS requests, sum(units) AS units FROM marked
    WHERE risen AND during AND route IS NOT NULL GROUP BY route ORDER BY units DESC, route LIMIT ${shownRoutes}`,
  );
  return rows.map((row) => ({ ...row, share: shareOf(row.units, all) }));
}

/** Whether a limit on requests could have told them from others. */
async function asManyRequests(database: UsageDatabase, risen: readonly RisenAccount[]) {
  if (risen.length === 0) return undefined;
  const sorted = risen.map(({ peakPerMinute }) => peakPerMinute).toSorted((a, b) => a - b);
  const perMinute = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
  const { others, most } = await database.row<{ others: number; most: number }>(
    `SELECT count(DISTINCT account) FILTER (requests >= $perMinute) AS others, coalesce(max(requests), 0) AS most FROM (
      SELECT account, sum(requests) AS requests FROM marked WHERE NOT risen GROUP BY account, floor(end_ms / 60000))`,
    { perMinute },
  );
  return { perMinute, others, most };
}
