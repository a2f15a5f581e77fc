import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type Crossing, clockOffset, instantThere, uncertaintyAt } from '../src/clock-offset.ts';

/** Packets in both directions over a time, with delays of their own. */
function crossings(
  count: number,
  spanNs: number,
  offsetNs: number,
  drift: number,
  delays: readonly number[],
): Crossing[] {
  return Array.from({ length: count }, (_, index) => {
    const outward = index % 2 === 0;
    const delay = delays[index % delays.length] as number;
    const sent = (index * spanNs) / count;
    const there = (real: number) => real * (1 + drift) + offsetNs;
    return outward
      ? { hereNs: sent, thereNs: there(sent + delay), outward }
      : { hereNs: sent + delay, thereNs: there(sent), outward };
  });
}

const delays = fc.array(fc.integer({ min: 1e5, max: 5e7 }), { minLength: 1, maxLength: 40 });

describe('the offset of two clocks', () => {
  it('lies within what is said of its uncertainty, whatever the delays and hours between', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 200 }),
        fc.integer({ min: -1e14, max: 1e14 }),
        delays,
        (count, offsetNs, own) => {
          const told = clockOffset(crossings(count, 1e9, offsetNs, 0, own));
          assert.ok(told !== undefined);
          assert.ok(Math.abs(told.offsetNs - offsetNs) <= told.uncertaintyNs + 1);
          assert.ok(!told.stepped);
        },
      ),
    );
  });

  it('is bounded on one side only by packets of one direction', () => {
    const told = clockOffset(crossings(10, 1e9, 500, 0, [1e6]).filter(({ outward }) => outward));
    assert.equal(told?.uncertaintyNs, Number.POSITIVE_INFINITY);
    assert.equal(told?.offsetNs, 500 + 1e6);
  });

  it('has a drift that is told over minutes, within its own uncertainty where delays vary', () => {
    fc.assert(
      fc.property(fc.integer({ min: -200, max: 200 }), (ppm) => {
        const own = Array.from({ length: 97 }, (_, index) => 2e6 + ((index * 7919) % 97) * 1e4);
        const told = clockOffset(crossings(2000, 300e9, 7.2e12, ppm / 1e6, own));
        assert.ok(told?.driftNsPerSecond !== undefined && told.driftUncertaintyNsPerSecond !== undefined);
        assert.ok(Math.abs(told.driftNsPerSecond / 1000 - ppm) < 0.5, `${told.driftNsPerSecond}`);
        const real = 150e9 * (1 + ppm / 1e6) + 7.2e12;
        assert.ok(Math.abs(instantThere(told, 150e9) - real) <= uncertaintyAt(told, 150e9) + 1e4);
      }),
      { numRuns: 50 },
    );
  });

  it('is not called a drift over less than five seconds', () => {
    assert.equal(clockOffset(crossings(100, 4e9, 0, 1e-4, [1e6]))?.driftNsPerSecond, undefined);
  });

  it('is said not to hold where a clock was set meanwhile', () => {
    const before = crossings(20, 1e9, 0, 0, [1e6]);
    const after = crossings(20, 1e9, 5e9, 0, [1e6]);
    assert.equal(clockOffset([...before, ...after])?.stepped, true);
  });
});
