import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  type Balance,
  charged,
  full,
  fullAfterS,
  type Quota,
  remainingAt,
  retryAfterS,
} from '../../src/quota/debt-bucket.ts';

const quota = fc.record({
  units: fc.double({ min: 1, max: 1e9, noNaN: true }),
  windowS: fc.double({ min: 1, max: 86_400, noNaN: true }),
});
const units = fc.double({ min: 0, max: 1e8, noNaN: true });
const passedMs = fc.double({ min: 0, max: 1e8, noNaN: true });

function nearly(a: number, b: number, scale: number): void {
  assert(Math.abs(a - b) <= 1e-9 * scale, `${a} and ${b}`);
}

describe('the debt bucket', () => {
  test('gives a full quota back over one window, and decimals count', () => {
    const plan: Quota = { units: 1000, windowS: 10 };
    const balance = charged(full(plan, 0), plan, 1000.5, 0);
    assert.equal(balance.remaining, -0.5);
    assert.equal(remainingAt(balance, plan, 5), 0);
    assert.equal(remainingAt(balance, plan, 10_000), 999.5);
    assert.equal(remainingAt(balance, plan, 60_000), 1000);
    assert.equal(retryAfterS(balance.remaining, plan), 0.005);
    assert.equal(fullAfterS(balance.remaining, plan), 10.005);
  });

  test('loses and creates nothing: what was charged is missing, but for what came back by time', () => {
    fc.assert(
      fc.property(quota, fc.array(fc.tuple(units, passedMs), { maxLength: 30 }), (plan, charges) => {
        let balance: Balance = full(plan, 0);
        let refilled = 0;
        let chargedUnits = 0;
        let nowMs = 0;
        for (const [cost, ms] of charges) {
          nowMs += ms;
          refilled += remainingAt(balance, plan, nowMs) - balance.remaining;
          balance = charged(balance, plan, cost, nowMs);
          chargedUnits += cost;
        }
        nearly(balance.remaining, plan.units + refilled - chargedUnits, plan.units + refilled + chargedUnits);
        assert(refilled <= (nowMs / 1000) * (plan.units / plan.windowS) * (1 + 1e-9) + 1e-6);
      }),
    );
  });

  test('never holds more than its quota, and never less for a smaller charge or a later look', () => {
    fc.assert(
      fc.property(quota, units, units, passedMs, passedMs, (plan, a, b, ms, more) => {
        const small = charged(full(plan, 0), plan, Math.min(a, b), 0);
        const large = charged(full(plan, 0), plan, Math.max(a, b), 0);
        const left = remainingAt(small, plan, ms);
        assert(left <= plan.units);
        assert(left >= remainingAt(large, plan, ms));
        assert(remainingAt(small, plan, ms + more) >= left);
      }),
    );
  });

  test('comes out the same in whatever order charges of one instant are settled', () => {
    const costs = fc.array(units, { minLength: 1, maxLength: 20 });
    const shuffled = costs.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    fc.assert(
      fc.property(quota, shuffled, (plan, [inOrder, otherwise]) => {
        const settled = (list: readonly number[]): number =>
          list.reduce<Balance>((balance, cost) => charged(balance, plan, cost, 5), full(plan, 0)).remaining;
        nearly(settled(inOrder), settled(otherwise), plan.units + inOrder.reduce((sum, cost) => sum + cost, 0));
      }),
    );
  });

  test('settled late differs from settled early by what could not be refilled into a full bucket, at most the charge', () => {
    fc.assert(
      fc.property(quota, units, passedMs, (plan, cost, ms) => {
        const early = remainingAt(charged(full(plan, 0), plan, cost, 0), plan, ms);
        const late = charged(full(plan, 0), plan, cost, ms).remaining;
        assert(late <= early + 1e-9 * (plan.units + cost));
        assert(early - late <= cost * (1 + 1e-9) + 1e-6);
      }),
    );
  });

  test('refills nothing twice when the clock goes back', () => {
    const plan: Quota = { units: 1000, windowS: 10 };
    let balance = charged(full(plan, 10_000), plan, 1000, 10_000);
    balance = charged(balance, plan, 0, 5000);
    assert.deepEqual(balance, { remaining: 0, atMs: 10_000 });
    assert.equal(remainingAt(balance, plan, 11_000), 100);
  });
});
