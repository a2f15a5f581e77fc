import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { analyzeUsage, type UsageOptions, type UsagePhase, usagePhases } from '@fivewhys/usage';
import { log, ms, record } from './logs.ts';

async function figuresOf(values: readonly unknown[], options: UsageOptions = {}) {
  const { figures } = await analyzeUsage([log(values)], options);
  assert(figures !== undefined);
  return figures;
}

describe('figures', () => {
  test('are of all logs together, by what was charged, and accounts come from the one that used most', async () => {
    const { figures } = await analyzeUsage([
      log([record({ account: 'ann', cost: 1, charged: 4 }), record({ account: 'bob', cost: 3 })]),
      log([record({ account: 'bob', cost: 3, throttled: true, refused: true }), record({ account: 'cy', cost: 0 })]),
    ]);
    const { totals, accounts } = figures ?? assert.fail();
    assert.deepEqual(
      [totals.requests, totals.units, totals.accounts, totals.throttled, totals.refused],
      [4, 10, 3, 1, 1],
    );
    assert.deepEqual(
      accounts.map(({ account, units, share, requests }) => [account, units, share, requests]),
      [
        ['bob', 6, 0.6, 2],
        ['ann', 4, 0.4, 1],
        ['cy', 0, 0, 1],
      ],
    );
  });

  test('are worked out in phases that are told as they begin, those that were asked for', async () => {
    const told = async (options: UsageOptions) => {
      const phases: UsagePhase[] = [];
      await figuresOf([record({}), record({ atMs: 60_000 })], { ...options, onPhase: (phase) => phases.push(phase) });
      return phases;
    };
    assert.deepEqual(await told({}), ['accounts', 'percentiles', 'endpoints']);
    const incident = { fromMs: ms(30_000), toMs: ms(90_000) };
    assert.deepEqual(await told({ simulate: { units: 1 }, incident }), usagePhases);
  });

  test('list as many accounts as are asked for, and sum up the others all the same', async () => {
    const values = Array.from({ length: 1000 }, (_, index) =>
      record({ account: `a${index}`, cost: index === 0 ? 1000 : 1 }),
    );
    const { accounts, totals, shares } = await figuresOf(values, { top: 3 });
    assert.deepEqual([accounts.length, totals.accounts], [3, 1000]);
    assert.deepEqual(shares.topPermille, { accounts: 1, share: 1000 / 1999 });
    assert.deepEqual(shares.topPercent, { accounts: 10, share: 1009 / 1999 });
  });

  test('tell how differently the requests of a route cost, within one percent', async () => {
    const even = Array.from({ length: 200 }, () => record({ route: 'GET /even', cost: 50 }));
    const odd = Array.from({ length: 1000 }, (_, index) => record({ route: 'GET /odd', cost: index + 1 }));
    const free = record({ route: 'GET /free', cost: 0 });
    const { endpoints } = await figuresOf([...even, ...odd, free]);
    const of = (route: string) => endpoints.find((one) => one.route === route) ?? assert.fail(route);
    assert(Math.abs(of('GET /odd').p50 / 500 - 1) <= 0.01);
    assert(Math.abs(of('GET /odd').p99 / 990 - 1) <= 0.01);
    assert.equal(of('GET /even').variability, 1);
    assert.deepEqual([of('GET /free').p99, of('GET /free').variability], [0, undefined]);
    assert.deepEqual([of('GET /even').requests, of('GET /even').units], [200, 10_000]);
  });

  test('have no endpoints where records sum up windows, which count in the window in which they began', async () => {
    const sum = (atMs: number) => ({
      ...record({ atMs, cost: 6 }),
      kind: 'window',
      windowS: 60,
      requests: 3,
      throttled: 1,
      refused: 0,
    });
    const minutes = [1, 2, 3, 4].map((minute) => sum(minute * 60_000));
    const { endpoints, totals, distribution } = await figuresOf(minutes, { windowMs: 120_000 });
    assert.deepEqual([endpoints, totals.requests, totals.throttled, totals.longestSumMs], [[], 12, 4, 60_000]);
    assert.deepEqual([distribution.samples, distribution.most], [2, 12]);
  });

  test('tell the share of CPU time that went to no account, and nothing where no record does', async () => {
    const unattributed = {
      kind: 'unattributed',
      version: 1,
      instant: '2026-03-01T10:01:00Z',
      windowS: 60,
      totalCpuMs: 1000,
      attributedCpuMs: 750,
      threadCpuMs: 250,
      otherThreadsCpuMs: 0,
      childrenCpuMs: 0,
    };
    const { unattributed: told } = await figuresOf([record({}), unattributed]);
    assert.deepEqual(told, { totalCpuMs: 1000, unattributedCpuMs: 250, share: 0.25 });
    assert.equal((await figuresOf([record({})])).unattributed, undefined);
  });
});

describe('a recommended limit', () => {
  /** Accounts a1 to aN, of which aK uses K units in an hour that is whole. */
  function rising(accounts: number) {
    const hour = 3_600_000;
    const inside = Array.from({ length: accounts }, (_, index) =>
      record({ account: `a${index + 1}`, atMs: hour + index, cost: index + 1 }),
    );
    return [record({ account: 'first', atMs: 1 }), ...inside, record({ account: 'last', atMs: 2 * hour })];
  }

  test('is the percentile rounded up, inside its interval, with what lies above it', async () => {
    const { recommended } = await figuresOf(rising(2000), { recommend: true, percentile: 99 });
    assert(recommended?.kind === 'limit', JSON.stringify(recommended));
    const { limit, value, low, high, samples, windowsAbove, accountsAbove, windowMs } = recommended;
    assert.deepEqual([limit, value, samples, windowMs], [2000, 1980, 2000, 3_600_000]);
    assert(low < value && value < high);
    assert.deepEqual([windowsAbove, accountsAbove], [0, 0]);
  });

  test('is refused with the reason where too few samples lie above the percentile', async () => {
    const { recommended } = await figuresOf(rising(999), { recommend: true, percentile: 99 });
    assert.equal(recommended?.kind, 'refused');
    assert.match((recommended as { reason: string }).reason, /999 account-windows are too few .* 1,000 are needed/);
    const usual = (await figuresOf(rising(2000), { recommend: true })).recommended;
    assert.match((usual as { reason: string }).reason, /percentile 99\.99: 100,000 are needed/);
  });

  test('is refused where records sum up more than a window', async () => {
    const sum = {
      ...record({ atMs: 3_600_000, cost: 6 }),
      kind: 'window',
      windowS: 3600,
      requests: 3,
      throttled: 0,
      refused: 0,
    };
    const { recommended } = await figuresOf([sum], { recommend: true, windowMs: 60_000 });
    assert.match((recommended as { reason: string }).reason, /records sum up 3600 s/);
  });

  test('is only told when it is asked for', async () => {
    assert.equal((await figuresOf(rising(10))).recommended, undefined);
  });
});
