import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, test } from 'node:test';
import type { ThrottleOptions } from '../src/options.ts';
import { Throttle } from '../src/throttle.ts';
import type { Visit } from '../src/visit.ts';
import { MadeClock } from './meter/made-clock.ts';
import { KeptRecords } from './records.ts';

const quota = { units: 1000, windowS: 100 };

/** A throttle whose clocks stand still but for what a test says. A request's account is its text. */
function made(options: ThrottleOptions<string> = {}) {
  const clock = new MadeClock();
  const time = { ms: 0 };
  const throttle = new Throttle<string>(
    { account: (request) => request, mode: 'enforce', plans: { default: quota }, nowMs: () => time.ms, ...options },
    { name: 'exact', clock, probability: () => 1, probe: { stepUs: 1, readUs: 1 }, says: '' },
  );
  const enter = (account: string, route = 'GET /'): Visit =>
    throttle.enter({ request: account, method: 'GET', url: route, route, peer: '192.0.2.1', forwardedFor: undefined });
  const leave = (visit: Visit, units: number): void => {
    throttle.run(visit, () => clock.work(units * 30));
    throttle.leave(visit, { status: 200, aborted: false });
  };
  return { throttle, time, enter, leave, ask: (account: string, units: number) => leave(enter(account), units) };
}

const units = (value: number): number => Math.round(value * 1e6) / 1e6;

describe('the throttle', () => {
  test('refuses an account from the end of its quota until its debt is refilled', async () => {
    const { throttle, time, enter, ask } = made();
    ask('a', 1200);
    const refused = enter('a');
    assert.deepEqual([refused.decision.refused, units(refused.decision.retryAfterS)], [true, 20]);
    throttle.leave(refused, { status: 429, aborted: false });
    time.ms = 19_900;
    assert.equal(enter('a').decision.refused, true);
    time.ms = 20_100;
    assert.equal(enter('a').decision.refused, false);
    assert.equal(throttle.report().refused, 2);
    await throttle.close();
  });

  test('bounds what a burst of parallel requests can take by the average of their route', async () => {
    const { throttle, enter, leave, ask } = made();
    for (let count = 0; count < 5; count++) ask('others', 100);
    const burst = Array.from({ length: 50 }, () => enter('burst'));
    assert.equal(burst.filter(({ decision }) => !decision.refused).length, 10);
    for (const visit of burst) if (!visit.decision.refused) leave(visit, 90);
    assert.equal(units(throttle.store.remaining('burst', quota, 0)), 100);
    await throttle.close();
  });

  test('lets exempt accounts and plans in shadow through, and measures them all the same', async () => {
    const { throttle, enter, ask } = made({
      exempt: (account) => account === 'health-check',
      plan: (account) => (account === 'partner' ? 'partner' : undefined),
      plans: { default: quota, partner: { ...quota, mode: 'shadow' } },
    });
    for (const account of ['health-check', 'partner', 'other']) ask(account, 2000);
    const said = ['health-check', 'partner', 'other'].map((account) => {
      const { decision } = enter(account);
      return [decision.throttled, decision.refused];
    });
    assert.deepEqual(said, [
      [false, false],
      [true, false],
      [true, true],
    ]);
    assert.equal(units(throttle.store.remaining('health-check', quota, 0)) < -999, true);
    await throttle.close();
  });

  test('keeps limits of requests beside the quota, per account and for their routes', async () => {
    const { throttle, time, enter } = made({
      requestLimits: [{ name: 'search', requests: 2, windowS: 10, applies: (route) => route === 'GET /search' }],
    });
    const limits = (account: string, route: string) => {
      const { decision } = enter(account, route);
      return [decision.refused, decision.limit];
    };
    assert.deepEqual(limits('a', 'GET /search'), [false, 'usage']);
    assert.deepEqual(limits('a', 'GET /search'), [false, 'usage']);
    assert.deepEqual(limits('a', 'GET /search'), [true, 'search']);
    assert.deepEqual(limits('a', 'GET /other'), [false, 'usage']);
    assert.deepEqual(limits('b', 'GET /search'), [false, 'usage']);
    time.ms = 5000;
    assert.deepEqual(limits('a', 'GET /search'), [false, 'usage']);
    await throttle.close();
  });

  test('goes on without what a function of its options would have said', async () => {
    const errors: unknown[] = [];
    const { throttle, enter } = made({
      account: () => {
        throw new Error('of the application');
      },
      plan: () => 'unheard of',
      onError: (error) => errors.push(error),
    });
    const { account, planName } = enter('a');
    assert.deepEqual([account, planName], ['ip:192.0.2.1', 'default']);
    assert.match(String(errors[0]), /of the application/);
    await throttle.close();
  });

  test('weighs what its weights say', async () => {
    const records = new KeptRecords();
    const weights = { cpuSecond: 0, wallSecond: 5, request: 1 };
    const { throttle, time, enter } = made({ records, weights });
    const visit = enter('a');
    time.ms = 2000;
    throttle.leave(visit, { status: 200, aborted: false });
    assert.equal(records.requests[0]?.cost, 11);
    await throttle.close();
  });

  describe('of a request that is not measured', () => {
    /** A throttle that has measured a burst of eight requests of 50 units, and measures no more: what they said is known by the ninth. Then one of another account comes. */
    function expecting(options: ThrottleOptions<string> = {}) {
      const clock = new MadeClock();
      const throttle = new Throttle<string>(
        { account: (request) => request, plans: { default: quota }, nowMs: () => 0, random: () => 0.9, ...options },
        { name: 'sampled', clock, probability: () => 0.5, probe: { stepUs: 1, readUs: 1 }, says: '' },
      );
      const arrival = { method: 'GET', url: '/', route: 'GET /', peer: undefined, forwardedFor: undefined };
      for (let count = 0; count < 9; count++) {
        const visit = throttle.enter({ ...arrival, request: 'first' });
        throttle.run(visit, () => clock.work(1500));
        throttle.leave(visit, { status: 200, aborted: false });
      }
      const visit = throttle.enter({ ...arrival, request: 'a' });
      assert.equal(visit.usage.measured, false);
      const left = (): number => units(throttle.store.remaining('a', quota, 0));
      const end = (): void => throttle.leave(visit, { status: 200, aborted: false });
      return { throttle, visit, left, end };
    }

    test('its child is not seen, but those of its route are from the next request on, and other routes go without', async () => {
      const { throttle } = expecting();
      const arrival = { method: 'GET', peer: undefined, forwardedFor: undefined, request: 'a' };
      const enter = (url: string): Visit => throttle.enter({ ...arrival, url, route: `GET ${url}` });
      const startsChild = async (visit: Visit): Promise<number> => {
        await throttle.run(visit, async () => {
          await null;
          await once(spawn(process.execPath, ['--version'], { stdio: 'ignore' }), 'close');
        });
        return visit.usage.children;
      };
      assert.equal(await startsChild(enter('/')), 0);
      assert.equal(await startsChild(enter('/')), 1);
      assert.equal(enter('/').usage.told, true);
      // The search for the first one's owner ends.
      for (let count = 0; count < 1000; count++) enter('/');
      for (let count = 0; count < 20; count++) throttle.leave(enter('/other'), { status: 200, aborted: false });
      assert.equal(enter('/other').usage.told, false);
      assert.equal(await startsChild(enter('/')), 1);
      await throttle.close();
    });

    test('charges what is expected as it comes, and says so in its headers', async () => {
      const { throttle, visit, left, end } = expecting();
      assert.deepEqual([visit.prepaid, left()], [true, 950]);
      assert.equal(throttle.headersOf(visit)['X-Usage-Quota-Remaining'], '950.000');
      assert.equal(throttle.headersOf(visit)['X-Usage-Request-Cost'], '50.00');
      end();
      assert.equal(left(), 950);
      throttle.store.charge('a', quota, 100, 0);
      assert.equal(throttle.headersOf(visit)['X-Usage-Quota-Remaining'], '950.000', 'as its own charge left it');
      assert.equal(units(throttle.report().costs.sum), 500);
      await throttle.close();
    });

    test('says what remains of the quota of usage, beside limits of requests', async () => {
      const requestLimits = [{ name: 'calls', requests: 5000, windowS: 60 }];
      const { throttle, visit } = expecting({ requestLimits });
      assert.deepEqual([visit.prepaid, visit.decision.limit], [true, 'usage']);
      assert.equal(throttle.headersOf(visit)['X-Usage-Quota-Remaining'], '950.000');
      await throttle.close();
    });

    test('charges what is added to it at once', async () => {
      const { throttle, visit, left, end } = expecting();
      visit.usage.add('database', 150);
      assert.equal(left(), 800);
      assert.equal(throttle.headersOf(visit)['X-Usage-Quota-Remaining'], '800.000');
      end();
      assert.equal(left(), 800);
      const { counts, sum } = throttle.report().costs;
      assert.equal(units(sum), 650);
      assert.deepEqual(counts, [0, 0, 9, 1, 0, 0, 0, 0]);
      await throttle.close();
    });

    test('waits for its end where something counts that is known only then', async () => {
      const waiting = [{ records: new KeptRecords() }, { weights: { wallSecond: 1 } }, { shareUnattributed: true }];
      for (const options of waiting) {
        const { throttle, visit, left, end } = expecting(options);
        assert.equal(visit.prepaid, false);
        end();
        assert(left() <= 950);
        await throttle.close();
      }
    });
  });

  test('is not made with options that can not be', () => {
    const wrong: readonly ThrottleOptions[] = [
      { mode: 'enforced' as never },
      { mode: { enforcePercent: 101 } },
      { plans: { default: { units: 0, windowS: 1 } } },
      { plans: { other: { units: 1, windowS: Number.NaN } } },
      { trustedProxies: ['all'] },
      { ipv6Prefix: 0 },
      { softShare: 0 },
      { weights: { cpuSecond: -1 } },
      { requestLimits: [{ name: 'a b', requests: 1, windowS: 1 }] },
    ];
    for (const options of wrong) {
      assert.throws(() => new Throttle(options as never), { code: 'THROTTLE_OPTION_INVALID' }, JSON.stringify(options));
    }
  });
});
