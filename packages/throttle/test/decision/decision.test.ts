import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { decide, type Standing } from '../../src/decision/decision.ts';
import { isEnforced } from '../../src/decision/is-enforced.ts';

const quota = { units: 100, windowS: 10 };
const usage = (remaining: number): Standing => ({ limit: 'usage', quota, remaining, needed: 0 });
const search = (remaining: number): Standing => ({ limit: 'search', quota, remaining, needed: 1 });

describe('a request is let in', () => {
  test('while anything is left, and not with nothing or in debt', () => {
    const throttled = [100, 0.001, 0, -5].map((left) => decide([usage(left)], true, 1).throttled);
    assert.deepEqual(throttled, [false, false, true, true]);
  });

  test('under a limit of requests while there is a whole one left', () => {
    const { throttled, limit, retryAfterS } = decide([usage(50), search(0.5)], true, 1);
    assert.deepEqual([throttled, limit, retryAfterS], [true, 'search', 0.05]);
    assert.equal(decide([usage(50), search(1)], true, 1).throttled, false);
  });

  test('when the limit that takes longest allows it, and is told how long that is', () => {
    assert.equal(decide([usage(-10), search(-50)], true, 1).limit, 'search');
    assert.equal(decide([usage(-90), search(0)], true, 1).limit, 'usage');
    assert.equal(decide([usage(-90), search(0)], true, 1).retryAfterS, 9);
    assert.equal(decide([usage(0), search(5)], true, 1).limit, 'usage');
  });

  test('in shadow mode all the same, which is said', () => {
    const { throttled, refused } = decide([usage(-1)], false, 1);
    assert.deepEqual([throttled, refused], [true, false]);
  });

  test('with a warning from the soft share of the quota on', () => {
    const warned = [21, 20, 1, -1].map((left) => decide([usage(left)], true, 0.8).warned);
    assert.deepEqual(warned, [false, true, true, false]);
    assert.equal(decide([usage(1)], true, 1).warned, false);
  });
});

describe('a percentage of enforcement', () => {
  const accounts = Array.from({ length: 10_000 }, (_, index) => `account-${index}`);

  test('is that share of the accounts', () => {
    for (const enforcePercent of [1, 10, 50, 90]) {
      const share = accounts.filter((account) => isEnforced({ enforcePercent }, account)).length / 100;
      assert(Math.abs(share - enforcePercent) < 1.5, `${share} %, not ${enforcePercent} %`);
    }
  });

  test('keeps an account that is enforced when it is raised', () => {
    const percent = fc.double({ min: 0, max: 100, noNaN: true });
    fc.assert(
      fc.property(fc.string(), percent, percent, (account, a, b) => {
        const [lower, higher] = [Math.min(a, b), Math.max(a, b)];
        assert(!isEnforced({ enforcePercent: lower }, account) || isEnforced({ enforcePercent: higher }, account));
        assert(!isEnforced({ enforcePercent: 0 }, account) && isEnforced({ enforcePercent: 100 }, account));
      }),
    );
  });
});
