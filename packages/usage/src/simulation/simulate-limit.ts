import type { Cell, UsageDatabase } from '../database/usage-database.ts';
import { shareOf } from '../figures/account-use.ts';
import type { Stretch } from '../stretch.ts';
import type { SimulatedAccount, Simulation } from '../usage-report.ts';
import { MinuteTally } from './minute-tally.ts';
import { type Arrival, Replay } from './replay.ts';

export interface SimulationOptions {
  readonly units: number;
  readonly windowMs: number;
  /** Accounts that are listed. */
  readonly top: number;
  /** Only what is let in or throttled here counts; the log is replayed from two windows before, when every quota is whole again. All of it by default. */
  readonly stretch?: Stretch;
}

interface Throttled {
  requests: number;
  units: number;
  firstMs: number;
  lastMs: number;
}

/**
 * Replays the logs with a limit enforced: a request comes when its end less its duration says, and is charged when it ended. What is throttled costs nothing, as with the throttle; a client
 * that would have come again later is not invented. The requests that a record sums up come and go together.
 */
export async function simulateLimit(database: UsageDatabase, options: SimulationOptions): Promise<Simulation> {
  const { units: limit, windowMs, top, stretch } = options;
  const replay = new Replay({ units: limit, windowS: windowMs / 1000 });
  const minutes = new MinuteTally();
  const accounts = new Map<string, Throttled>();
  const enter = (arrival: Arrival, nowMs: number): boolean => {
    const isIn = replay.enter(arrival, nowMs);
    if (stretch !== undefined && (nowMs < stretch.fromMs || nowMs >= stretch.toMs)) return isIn;
    minutes.count(arrival, nowMs, !isIn);
    if (!isIn) tally(accounts, arrival, nowMs);
    return isIn;
  };
  for await (const columns of database.columns(eventsQuery(stretch, windowMs))) {
    const count = columns[0]?.length ?? 0;
    for (let row = 0; row < count; row++) step(columns, row, enter, replay);
  }
  const { requests, units, throttledRequests, throttledUnits } = minutes.total;
  return {
    limit,
    windowMs,
    requests,
    units,
    throttledRequests,
    throttledUnits,
    shareOfLoad: shareOf(throttledUnits, units),
    throttledAccounts: accounts.size,
    accounts: listed(accounts, top),
    minutes: minutes.end(),
    evicted: replay.evicted,
  };
}

type Columns = readonly (readonly Cell[])[];
type Enter = (arrival: Arrival, nowMs: number) => boolean;

function step(columns: Columns, row: number, enter: Enter, replay: Replay): void {
  const [nowMs, id, isLeaving, isInstant, account, route, requests, units, cost] = columns.map((column) => column[row]);
  if (isLeaving === 1) {
    replay.leave(id as number, nowMs as number);
    return;
  }
  const arrival = { id, account, route, requests, units, cost } as Arrival;
  if (enter(arrival, nowMs as number) && isInstant === 1) replay.leave(arrival.id, nowMs as number);
}

/** Comings and goings in the order of time. Where the log tells no duration a request comes and goes at once. */
function eventsQuery(stretch: Stretch | undefined, windowMs: number): string {
  const part =
    stretch === undefined
      ? ''
      : `WHERE end_ms >= ${stretch.fromMs - 2 * windowMs} AND end_ms - lasts < ${stretch.toMs}`;
  return `
    WITH rows AS (SELECT *, CAST(rowid AS DOUBLE) AS id, greatest(wall_ms, window_ms) AS lasts FROM usage),
    part AS (SELECT * FROM rows ${part})
    SELECT now_ms, id, is_leaving, is_instant, account, route, requests, units, cost FROM (
      SELECT end_ms - lasts AS now_ms, id, 0 AS is_leaving, CASE WHEN lasts = 0 THEN 1 ELSE 0 END AS is_instant,
        account, route, requests, units, cost FROM part
      UNION ALL
      SELECT end_ms, id, 1, 0, NULL, NULL, 0, 0, 0 FROM part WHERE lasts > 0)
    ORDER BY now_ms, id`;
}

function tally(accounts: Map<string, Throttled>, { account, requests, cost }: Arrival, nowMs: number): void {
  const known = accounts.get(account);
  if (known === undefined) {
    accounts.set(account, { requests, units: cost, firstMs: nowMs, lastMs: nowMs });
    return;
  }
  known.requests += requests;
  known.units += cost;
  known.lastMs = nowMs;
}

function listed(accounts: ReadonlyMap<string, Throttled>, top: number): readonly SimulatedAccount[] {
  return [...accounts]
    .toSorted(([a, one], [b, other]) => other.units - one.units || (a < b ? -1 : 1))
    .slice(0, top)
    .map(([account, { requests, units, firstMs, lastMs }]) => ({
      account,
      throttledRequests: requests,
      throttledUnits: units,
      firstMs,
      lastMs,
    }));
}
