import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { backoffMs } from '../../src/decisions/backoff.ts';

const policy = { firstMs: 200, longestMs: 30_000, resetAfterMs: 60_000 };
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('the wait before a restart', () => {
  it('doubles with each death in a row', () => {
    const waits = [1, 2, 3, 4].map((deaths) => backoffMs(deaths, policy, 1));
    assert.deepEqual(waits, [200, 400, 800, 1600]);
  });

  it('lies between a half and the whole, and never beyond the longest', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), random, (deaths, chance) => {
        const whole = Math.min(policy.longestMs, policy.firstMs * 2 ** Math.min(deaths - 1, 30));
        const waitMs = backoffMs(deaths, policy, chance);
        assert.ok(waitMs >= whole / 2 && waitMs <= whole, `${waitMs} of ${whole}`);
      }),
    );
  });

  it('differs between workers that died together', () => {
    assert.notEqual(backoffMs(5, policy, 0.1), backoffMs(5, policy, 0.9));
  });
});
