import type { Throttle } from '../throttle.ts';
import type { ThrottleReport } from '../throttle-report.ts';
import { costBounds } from './cost-histogram.ts';

/** What is needed of a registry of prom-client; `register` and `new Registry()` fit. */
export interface RegistryLike {
  registerMetric(metric: never): void;
}

interface Sample {
  readonly value: number;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly metricName?: string;
}

interface Family {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly values: readonly Sample[];
}

/**
 * Puts the throttle's figures into a registry of prom-client, beside the application's own:
 *
 *     registerMetrics(throttle, register);
 *
 * They are worked out when somebody scrapes, so requests pay nothing for them. There are no labels with names of accounts or routes, of which there can be any number.
 */
export function registerMetrics(throttle: Pick<Throttle<never>, 'report'>, registry: RegistryLike): void {
  for (const { name } of familiesOf(throttle.report())) {
    const get = async (): Promise<Family> => {
      const family = familiesOf(throttle.report()).find((each) => each.name === name) as Family;
      return { ...family, aggregator: 'sum' } as Family;
    };
    registry.registerMetric({ name, get, reset: () => {} } as never);
  }
}

function familiesOf({
  cpu,
  requests,
  throttled,
  refused,
  costs,
  recordsDropped,
  unattributedFactor,
  store,
}: ThrottleReport): readonly Family[] {
  const { attributedUs, unattributed } = cpu;
  const one = (name: string, type: 'counter' | 'gauge', help: string, value: number): Family => ({
    name: `fivewhys_${name}`,
    help,
    type,
    values: [{ value, labels: {} }],
  });
  const shared = store.shared;
  return [
    one('requests_total', 'counter', 'Requests that came.', requests),
    one(
      'throttled_requests_total',
      'counter',
      'Requests over a limit, refused or let through in shadow mode.',
      throttled,
    ),
    one('refused_requests_total', 'counter', 'Requests answered with 429.', refused),
    costFamily(costs),
    {
      name: 'fivewhys_cpu_seconds',
      help: 'CPU time since the throttle was made: charged to requests, and what belongs to none. A part falls when an expectation proves too high.',
      type: 'gauge',
      values: [
        { value: attributedUs / 1e6, labels: { of: 'requests' } },
        { value: unattributed.threadUs / 1e6, labels: { of: 'unattributed-thread' } },
        { value: unattributed.otherThreadsUs / 1e6, labels: { of: 'unattributed-other-threads' } },
        { value: unattributed.childrenUs / 1e6, labels: { of: 'unattributed-children' } },
      ],
    },
    one(
      'unattributed_factor',
      'gauge',
      'By how much charges are raised to share out what belongs to no request.',
      unattributedFactor,
    ),
    one('records_dropped_total', 'counter', 'Usage records that could not be written.', recordsDropped),
    one(
      'store_up',
      'gauge',
      '1 if the store answers, 0 if this process decides by what it knows.',
      store.state === 'ok' ? 1 : 0,
    ),
    one('store_accounts', 'gauge', 'Accounts whose balance is kept in this process.', store.accounts),
    one('store_evicted_accounts_total', 'counter', 'Accounts that were dropped for lack of room.', store.evicted),
    one('store_outages_total', 'counter', 'Stretches in which the shared store did not answer.', shared?.outages ?? 0),
    one('store_outage_seconds_total', 'counter', 'How long they took.', (shared?.outageMs ?? 0) / 1000),
    one(
      'store_pending_units',
      'gauge',
      'Units that wait to be charged in the shared store.',
      shared?.pendingUnits ?? 0,
    ),
    one('store_lost_units_total', 'counter', 'Units that may never be charged there.', shared?.lostUnits ?? 0),
  ];
}

function costFamily({ counts, sum }: ThrottleReport['costs']): Family {
  const name = 'fivewhys_request_cost_units';
  let cumulated = 0;
  const buckets = counts.map((count, index): Sample => {
    cumulated += count;
    return { value: cumulated, labels: { le: costBounds[index] ?? '+Inf' }, metricName: `${name}_bucket` };
  });
  const totals: readonly Sample[] = [
    { value: sum, labels: {}, metricName: `${name}_sum` },
    { value: cumulated, labels: {}, metricName: `${name}_count` },
  ];
  return {
    name,
    help: 'Costs of requests that were let in, in units.',
    type: 'histogram',
    values: [...buckets, ...totals],
  };
}
