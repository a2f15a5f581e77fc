import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { type AttributionErrors, type AttributionRun, holdAttribution } from '../src/throttle/hold-attribution.ts';

/** By the real clocks of this machine, whatever else it does: CPU time is what is compared, not time. */
describe('over requests of many accounts that interleave', () => {
  let run: AttributionRun;

  before(async () => {
    run = await holdAttribution(150);
  });

  function of(name: string): AttributionErrors {
    const found = run.errors.find(({ attributor }) => attributor === name);
    assert(found !== undefined);
    return found;
  }

  test('exact is within 5 % of what a request above 1 ms used', () => {
    const { requestMedian } = of('exact');
    assert(requestMedian <= 0.05, `the one in the middle is off by ${requestMedian}`);
  });

  for (const attributor of ['exact', 'sampled']) {
    test(`${attributor} charges the heaviest account what it used, within 5 %`, () => {
      const { charged } = of(attributor);
      assert(Math.abs(charged.heaviest ?? Number.NaN) <= 0.05, JSON.stringify(charged));
    });
  }
});
