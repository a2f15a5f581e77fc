import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { analyzeUsage } from '@fivewhys/usage';
import fc from 'fast-check';
import { quantileRanks } from '../src/statistics/binomial-range.ts';
import { log, record } from './logs.ts';

const hourMs = 3_600_000;

interface Asked {
  readonly account: number;
  readonly atMs: number;
  readonly cost: number;
}

/** The sums of accounts by whole window, from the smallest, by the simplest means. */
function sumsOf(requests: readonly Asked[], windowMs: number): number[] {
  const times = requests.map(({ atMs }) => atMs);
  const from = Math.ceil(Math.min(...times) / windowMs);
  const to = Math.floor(Math.max(...times) / windowMs);
  const sums = new Map<string, number>();
  for (const { account, atMs, cost } of requests) {
    const slot = Math.floor(atMs / windowMs);
    if (to > from && (slot < from || slot >= to)) continue;
    const key = `${account} ${slot}`;
    sums.set(key, (sums.get(key) ?? 0) + cost);
  }
  return [...sums.values()].toSorted((a, b) => a - b);
}

describe('percentiles of account-windows', () => {
  test('are the very samples that sorting all sums gives', async () => {
    const request = fc.record({
      account: fc.nat(6),
      atMs: fc.nat(6 * hourMs),
      cost: fc.nat(1000),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(request, { minLength: 1, maxLength: 200 }),
        fc.constantFrom(60_000, hourMs),
        async (requests, windowMs) => {
          const told = requests.map(({ account, atMs, cost }) => record({ account: `a${account}`, atMs, cost }));
          const { figures } = await analyzeUsage([log(told)], { windowMs });
          const sums = sumsOf(requests, windowMs);
          assert.equal(figures?.distribution.samples, sums.length);
          for (const { percentile, value, low, high } of figures?.distribution.percentiles ?? []) {
            const rank = Math.max(1, Math.ceil(Number(((percentile / 100) * sums.length).toPrecision(12))));
            assert.equal(value, sums[rank - 1], `p${percentile} of ${sums.length}`);
            if (low !== undefined) assert(low <= value);
            if (high !== undefined) assert(high >= value);
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  test('leave out the windows that the log holds a part of, unless there is no whole one', async () => {
    const half = hourMs / 2;
    const told = [
      record({ atMs: half, account: 'cut', cost: 5 }),
      record({ atMs: hourMs, account: 'whole', cost: 7 }),
      record({ atMs: 2 * hourMs + half, account: 'cut', cost: 9 }),
    ];
    const whole = (await analyzeUsage([log(told)])).figures?.distribution;
    assert.deepEqual([whole?.samples, whole?.most, whole?.wholeWindows], [1, 7, true]);
    const part = (await analyzeUsage([log(told.slice(0, 2))])).figures?.distribution;
    assert.deepEqual([part?.samples, part?.wholeWindows], [2, false]);
  });
});

describe('the confidence interval of a quantile', () => {
  /** P(X < k) for X of Binomial(n, p), by the definition. */
  function below(n: number, p: number, k: number): number {
    let sum = 0;
    let mass = (1 - p) ** n;
    for (let index = 0; index < k; index++) {
      sum += mass;
      mass *= ((n - index) / (index + 1)) * (p / (1 - p));
    }
    return sum;
  }

  test('has the widest ranks whose tails are small enough, and not one more', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.double({ min: 0.05, max: 0.95, noNaN: true }), (n, p) => {
        const { low, high } = quantileRanks(n, p, 0.95);
        const slack = 1e-9;
        if (low !== undefined) assert(below(n, p, low) <= 0.025 + slack);
        assert(below(n, p, (low ?? 0) + 1) > 0.025 - slack);
        const fromAbove = high === undefined ? 0 : n + 1 - high;
        if (high !== undefined) assert(below(n, 1 - p, fromAbove) <= 0.025 + slack);
        assert(below(n, 1 - p, fromAbove + 1) > 0.025 - slack);
      }),
    );
  });

  test('is as tables have it', () => {
    // The median of 10 lies between the 2nd and the 9th sample with 97.9 % (Conover, Practical Nonparametric Statistics, table of the sign test).
    assert.deepEqual(quantileRanks(10, 0.5, 0.95), { low: 2, high: 9 });
    assert.deepEqual(quantileRanks(5, 0.5, 0.95), { low: undefined, high: undefined });
  });

  test('bounds p99.99 of a million on both sides, and not that of ten thousand', () => {
    const million = quantileRanks(1_000_000, 0.9999, 0.95);
    assert(million.low !== undefined && million.high !== undefined);
    assert(million.low > 999_870 && million.low < 999_900 && million.high < 999_930, JSON.stringify(million));
    assert.equal(quantileRanks(10_000, 0.9999, 0.95).high, undefined);
  });
});
