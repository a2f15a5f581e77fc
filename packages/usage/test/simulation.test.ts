import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { analyzeUsage } from '@fivewhys/usage';
import fc from 'fast-check';
import { Endings } from '../src/simulation/endings.ts';
import { log, ms, record, type Told } from './logs.ts';

async function simulate(told: readonly Told[], units: number, windowMs: number) {
  const { figures } = await analyzeUsage([log(told.map(record))], { simulate: { units, windowMs } });
  return figures?.simulation ?? assert.fail();
}

/** The debt bucket, as docs/throttling.md describes it: refilled evenly, let in while anything is left, charged afterwards. For requests that come one after the other. */
function byHand(told: readonly Required<Pick<Told, 'atMs' | 'account' | 'cost'>>[], units: number, windowMs: number) {
  const balances = new Map<string, { left: number; atMs: number }>();
  const throttled: number[] = [];
  for (const [index, { atMs, account, cost }] of told.entries()) {
    const before = balances.get(account) ?? { left: units, atMs };
    const left = Math.min(units, before.left + ((atMs - before.atMs) * units) / windowMs);
    if (left <= 0) throttled.push(index);
    balances.set(account, { left: left <= 0 ? left : left - cost, atMs });
  }
  return throttled;
}

describe('a simulated limit', () => {
  test('throttles the very requests that the bucket by hand throttles', async () => {
    const request = fc.record({
      gapMs: fc.integer({ min: 1, max: 20_000 }),
      account: fc.constantFrom('ann', 'bob'),
      cost: fc.integer({ min: 0, max: 100 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(request, { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 200 }),
        async (gaps, units) => {
          let atMs = 0;
          const told = gaps.map(({ gapMs, account, cost }) => {
            atMs += gapMs;
            return { atMs, account, cost };
          });
          const expected = byHand(told, units, 60_000).map((index) => told[index] as (typeof told)[number]);
          const { throttledRequests, throttledUnits, accounts } = await simulate(told, units, 60_000);
          const sum = (all: typeof told) => all.reduce((whole, { cost }) => whole + cost, 0);
          assert.deepEqual([throttledRequests, throttledUnits], [expected.length, sum(expected)]);
          for (const { account, throttledRequests: own, firstMs, lastMs } of accounts) {
            const theirs = expected.filter((one) => one.account === account);
            assert.deepEqual(
              [own, firstMs, lastMs],
              [theirs.length, ms(theirs[0]?.atMs ?? 0), ms(theirs.at(-1)?.atMs ?? 0)],
            );
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  test('charges a request when it ended, so that those beside it are let in on what is left', async () => {
    // Each costs the whole quota; the second comes while the first is under way, the third when it has ended.
    const told = [
      { atMs: 10_000, wallMs: 10_000, cost: 100, route: 'GET /a' },
      { atMs: 9000, wallMs: 8000, cost: 100, route: 'GET /b' },
      { atMs: 12_000, wallMs: 1000, cost: 100, route: 'GET /c' },
    ];
    const { throttledRequests, accounts } = await simulate(told, 100, 3_600_000);
    assert.equal(throttledRequests, 1);
    assert.equal(accounts[0]?.firstMs, ms(11_000));
  });

  test('takes from an access log when requests came; where it does not say so, that is counted', async () => {
    const line = (endMs: number, more: object) => ({
      time: new Date(ms(endMs)).toISOString(),
      remote_addr: '192.0.2.7',
      method: 'GET',
      path: '/',
      status: 200,
      x_usage_request_cost: '150.00',
      x_usage_account: 'ann',
      ...more,
    });
    // Each costs more than the whole quota. All are under way at once, unless they are taken to come when they end.
    const ends = [10_000, 11_000, 12_000];
    const simulate = { units: 100, windowMs: 3_600_000 };
    for (const { more, throttled, without } of [
      { more: { request_time: 5 }, throttled: 0, without: 0 },
      { more: {}, throttled: 2, without: 3 },
    ]) {
      const { figures, inputs } = await analyzeUsage([log(ends.map((endMs) => line(endMs, more)))], { simulate });
      assert.deepEqual(
        [figures?.simulation?.throttledRequests, inputs[0]?.recordsWithoutDuration],
        [throttled, without],
      );
    }
  });

  test('reserves what a route costs on average, so that a burst does not get in on one balance', async () => {
    const first = { atMs: 0, wallMs: 0, cost: 60, account: 'other' };
    const burst = Array.from({ length: 10 }, (_, index) => ({ atMs: 20_000 + index, wallMs: 10_000, cost: 60 }));
    // The third has 100 - 120 left.
    assert.equal((await simulate([first, ...burst], 100, 3_600_000)).throttledRequests, 8);
  });

  test('is counted minute by minute, and only minutes with something throttled are listed', async () => {
    const told = [0, 30, 61, 62, 150].map((second) => ({ atMs: second * 1000, cost: 10 }));
    const { minutes, shareOfLoad } = await simulate(told, 15, 36_000_000);
    assert.deepEqual(
      minutes.map(({ fromMs, requests, throttledRequests, throttledAccounts }) => [
        fromMs,
        requests,
        throttledRequests,
        throttledAccounts,
      ]),
      [
        [ms(60_000), 2, 2, 1],
        [ms(120_000), 1, 1, 1],
      ],
    );
    assert.equal(shareOfLoad, 30 / 50);
  });

  test('that nobody exceeds throttles nobody', async () => {
    const { throttledRequests, accounts, minutes } = await simulate([{ cost: 5 }, { cost: 5, atMs: 1 }], 1000, 60_000);
    assert.deepEqual([throttledRequests, accounts, minutes], [0, [], []]);
  });

  test('lets the requests of a record that sums them up in, or throttles them, together', async () => {
    const sum = (minute: number) => ({
      ...record({ atMs: minute * 60_000, cost: 90 }),
      kind: 'window',
      windowS: 60,
      requests: 9,
      throttled: 0,
      refused: 0,
    });
    const { figures } = await analyzeUsage([log([sum(1), sum(2), sum(3)])], {
      simulate: { units: 100, windowMs: 36_000_000 },
    });
    assert.deepEqual([figures?.simulation?.requests, figures?.simulation?.throttledRequests], [27, 9]);
  });
});

test('what ends later is taken out in the order in which it ends, and nothing before its time', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(50)), fc.nat(50), (ends, nowMs) => {
      const endings = new Endings<number>();
      for (const [index, endMs] of ends.entries()) endings.add(endMs, index);
      const taken: number[] = [];
      for (let one = endings.takeBy(nowMs); one !== undefined; one = endings.takeBy(nowMs)) taken.push(one.endMs);
      assert.deepEqual(
        taken,
        ends.filter((endMs) => endMs <= nowMs).toSorted((a, b) => a - b),
      );
    }),
  );
});
