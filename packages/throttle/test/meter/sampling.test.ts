import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { samplingProbability } from '../../src/meter/choose-attribution.ts';
import type { RecordSink } from '../../src/records/record-sink.ts';
import { Throttle } from '../../src/throttle.ts';
import { MadeClock } from './made-clock.ts';

/** An account, what its requests use on average, and how much they vary: 0 not at all, 1 between nothing and twice the average. */
interface Account {
  readonly name: string;
  readonly us: number;
  readonly spread: number;
}

/** The default attributor over requests of one route whose truth is known; what each account was charged, in relation to that truth. */
function chargedShares(accounts: readonly Account[], requests: number, random: () => number): Map<string, number> {
  const clock = new MadeClock();
  const charged = new Map<string, number>();
  const records: RecordSink = {
    write: (record) => {
      if (record.kind === 'request') charged.set(record.account, (charged.get(record.account) ?? 0) + record.charged);
    },
    close: async () => {},
  };
  const throttle = new Throttle<undefined>(
    { account: () => current.name, random, nowMs: () => 0, records },
    { name: 'sampled', clock, probability: samplingProbability, probe: { stepUs: 1, readUs: 1 }, says: '' },
  );
  let current = accounts[0] as Account;
  const truth = new Map<string, number>();
  for (let index = 0; index < requests; index++) {
    for (current of accounts) {
      const us = current.us * (1 + current.spread * (2 * random() - 1));
      const visit = throttle.enter({
        request: undefined,
        method: 'GET',
        url: '/',
        route: 'GET /',
        peer: undefined,
        forwardedFor: undefined,
      });
      throttle.run(visit, () => clock.work(us));
      throttle.leave(visit, { status: 200, aborted: false });
      truth.set(current.name, (truth.get(current.name) ?? 0) + us);
    }
  }
  void throttle.close();
  return new Map(
    accounts.map(({ name }) => {
      const chargedUs = ((charged.get(name) as number) * 30e6) / 1_000_000;
      return [name, chargedUs / (truth.get(name) as number)];
    }),
  );
}

/** mulberry32, so that a failure can be repeated. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe('the default attributor, which measures some requests', () => {
  const accounts: readonly Account[] = [
    { name: 'usual', us: 60, spread: 0.5 },
    { name: 'far below the average of the route', us: 6, spread: 0.5 },
    { name: 'far above it', us: 600, spread: 0.5 },
    { name: 'dear', us: 20_000, spread: 1 },
    { name: 'varies widely', us: 200, spread: 1 },
  ];

  test('charges each account what it used within 5 % over 10,000 requests, the dear ones within 1 %', () => {
    for (let seed = 1; seed <= 5; seed++) {
      const shares = chargedShares(accounts, 10_000, seeded(seed));
      for (const [name, share] of shares) {
        const allowed = name === 'dear' ? 0.01 : 0.05;
        assert(Math.abs(share - 1) <= allowed, `seed ${seed}: "${name}" was charged ${share.toFixed(4)} of the truth`);
      }
    }
  });

  test('has no bias: over many runs the mean error is within what chance allows', () => {
    const runs = 40;
    const errors = new Map(accounts.map(({ name }) => [name, [] as number[]]));
    for (let seed = 1; seed <= runs; seed++) {
      for (const [name, share] of chargedShares(accounts, 1500, seeded(seed))) errors.get(name)?.push(share - 1);
    }
    for (const [name, each] of errors) {
      const mean = each.reduce((sum, error) => sum + error, 0) / runs;
      const variance = each.reduce((sum, error) => sum + (error - mean) ** 2, 0) / (runs - 1);
      const standardError = Math.sqrt(variance / runs);
      assert(Math.abs(mean) < 3 * standardError, `"${name}": ${mean} with a standard error of ${standardError}`);
      assert(standardError < 0.08, `"${name}": ${standardError} would hide a bias`);
    }
  });

  test('finds an account out that becomes dear after it was cheap', () => {
    const clock = new MadeClock();
    const random = seeded(7);
    const throttle = new Throttle<undefined>(
      { account: () => 'turned', random, nowMs: () => 0 },
      { name: 'sampled', clock, probability: samplingProbability, probe: { stepUs: 1, readUs: 1 }, says: '' },
    );
    const arrival = {
      request: undefined,
      method: 'GET',
      url: '/',
      route: 'r',
      peer: undefined,
      forwardedFor: undefined,
    };
    const ask = (us: number): void => {
      const visit = throttle.enter(arrival);
      throttle.run(visit, () => clock.work(us));
      throttle.leave(visit, { status: 200, aborted: false });
    };
    for (let index = 0; index < 10_000; index++) ask(50);
    const cheap = throttle.report().cpu.attributedUs;
    for (let index = 0; index < 10_000; index++) ask(5000);
    const dear = throttle.report().cpu.attributedUs - cheap;
    void throttle.close();
    assert(Math.abs(cheap / 500_000 - 1) < 0.05, `${cheap}`);
    assert(Math.abs(dear / 50_000_000 - 1) < 0.05, `${dear}`);
  });
});

describe('the probability of measuring', () => {
  test('rises with what a request is expected to use, is never 0, and 1 from some 2 ms on', () => {
    const us = fc.double({ min: 0, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(us, us, (a, b) => {
        assert(samplingProbability(a) > 0);
        assert(a > b || samplingProbability(a) <= samplingProbability(b));
        assert(a < 2200 || samplingProbability(a) === 1);
      }),
    );
  });
});
