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
  for await (const columns of database.columns(arrivalsQuery(stretch, windowMs))) {
    const count = columns[0]?.length ?? 0;
    for (let row = 0; row < count; row++) {
      const arrival = arrivalAt(columns, row);
      const { startMs, endMs } = arrival;
      const isIn = replay.arrive(arrival, startMs, endMs);
      if (stretch !== undefined && (startMs < stretch.fromMs || startMs >= stretch.toMs)) continue;
      minutes.count(arrival, startMs, !isIn);
      if (!isIn) tally(accounts, arrival, startMs);
    }
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

function arrivalAt(columns: Columns, row: number): Arrival & { readonly startMs: number; readonly endMs: number } {
  const [startMs, endMs, account, route, requests, units, cost] = columns.map((column) => column[row]);
  return { startMs, endMs, account, route, requests, units, cost } as ReturnType<typeof arrivalAt>;
}

/** Requests in the order in which they came. Where the log tells no duration a request comes and goes at once. */
function arrivalsQuery(stretch: Stretch | undefined, windowMs: number): string {
  const lasts = 'greatest(wall_ms, window_ms)';
  const part =
    stretch === undefined
      ? ''
      : `WHERE end_ms >= ${stretch.fromMs - 2 * windowMs} AND end_ms - ${lasts} < ${stretch.toMs}`;
  return `
    SELECT end_ms - ${lasts} AS start_ms, end_ms, account, route, requests, units, cost
    FROM usage ${part} ORDER BY start_ms, input, line`;
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
