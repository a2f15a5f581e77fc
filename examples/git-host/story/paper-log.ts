import type { RequestRecord, WindowRecord } from '@fivewhys/throttle';
import { type Action, ordinaryTraffic } from '../load/traffic.ts';
import { randomOf } from '../provision/random-of.ts';

/** What each action asks the service for. A clone is three requests: what there is, which of it, and its content (protocol version 2). */
const routesOf: Readonly<Record<Action, readonly string[]>> = {
  clone: [
    'GET /git/:repository/info/refs',
    'POST /git/:repository/git-upload-pack',
    'POST /git/:repository/git-upload-pack',
  ],
  look: ['GET /api/pull-requests/:number'],
  list: ['GET /api/repositories/:repository/pull-requests'],
  search: ['GET /api/search'],
};

/**
 * The usage records of hours that nobody lived: the traffic goes on as the accounts have it, and each request costs what one of its route did in records that were really written.
 * One record per account and window, as the throttle writes them with `windowS`.
 *
 * @param lived records of an ordinary stretch
 * @param endMs of the last window
 */
export function* paperLog(
  lived: readonly RequestRecord[],
  windows: number,
  windowS: number,
  endMs: number,
): Generator<WindowRecord> {
  const random = randomOf(windows);
  const byRoute = Map.groupBy(lived, ({ route }) => route);
  const one = (route: string): RequestRecord => {
    const known = byRoute.get(route) ?? [];
    const record = known[Math.floor(random() * known.length)];
    if (record === undefined) throw new Error(`nobody asked for ${route}`);
    return record;
  };
  for (let window = 0; window < windows; window++) {
    const instant = new Date(endMs - (windows - 1 - window) * windowS * 1000).toISOString();
    const requests = ordinaryTraffic(windowS * 1000, 1000 + window).flatMap(({ account, action }) =>
      routesOf[action].map((route) => ({ account, record: one(route) })),
    );
    for (const [account, those] of Map.groupBy(requests, (request) => request.account)) {
      yield sumOf(
        account,
        those.map(({ record }) => record),
        instant,
        windowS,
      );
    }
  }
}

function sumOf(account: string, records: readonly RequestRecord[], instant: string, windowS: number): WindowRecord {
  const total = (pick: (record: RequestRecord) => number): number =>
    records.reduce((sum, record) => sum + pick(record), 0);
  const [{ plan, remaining, quotaUnits, quotaWindowS }] = records as [RequestRecord];
  return {
    kind: 'window',
    version: 1,
    instant,
    windowS,
    account,
    plan,
    requests: records.length,
    measured: total(({ measured }) => Number(measured)),
    throttled: 0,
    refused: 0,
    warned: 0,
    aborted: 0,
    cost: total(({ cost }) => cost),
    charged: total(({ charged }) => charged),
    userCpuMs: total(({ userCpuMs }) => userCpuMs),
    systemCpuMs: total(({ systemCpuMs }) => systemCpuMs),
    childCpuMs: total(({ childCpuMs }) => childCpuMs),
    children: total(({ children }) => children),
    wallMs: total(({ wallMs }) => wallMs),
    remaining,
    quotaUnits,
    quotaWindowS,
  };
}
