import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fuzzTarget } from '../tools/fuzz/fuzz-target.ts';
import { makeInput } from '../tools/fuzz/mutate.ts';
import type { FuzzTarget } from '../tools/fuzz/target.ts';
import { findTarget, targets } from '../tools/fuzz/targets/index.ts';
import { tryInput } from '../tools/fuzz/worker.ts';

/** Enough to notice that something broke; `npm run fuzz` looks for a minute each. */
const seconds = 1.5;
/** The same inputs in every run, as far as the time allows: a test that fails now and then is soon believed no more. */
const seed = 1;

describe('no made-up input brings about an error without a code, a hang, or counts that do not add up, in', () => {
  for (const target of targets) {
    test(target.name, async () => {
      const { inputs, finds } = await fuzzTarget(target, seconds, seed);
      assert.deepEqual(finds, [], `npm run fuzz -- --target ${target.name} --seed ${seed}`);
      assert.ok(inputs > 5, `${inputs} inputs in ${seconds} s`);
    });
  }
});

describe('the inputs', () => {
  test('are the same for the same seed and number, others for others', () => {
    const seeds = findTarget('pcap').seeds();
    for (let iteration = 0; iteration < 50; iteration += 1) {
      assert.deepEqual(makeInput(5, iteration, seeds), makeInput(5, iteration, seeds));
    }
    const inputs = [0, 1, 2, 3, 4, 5, 6, 7].map((number) => Buffer.from(makeInput(5, number, seeds)).toString('hex'));
    assert.ok(new Set(inputs).size > 6);
    assert.notDeepEqual(makeInput(5, 1, seeds), makeInput(6, 1, seeds));
  });

  test('leave the seeds as they are', () => {
    const seeds = findTarget('frames').seeds();
    const before = seeds.map((bytes) => Buffer.from(bytes).toString('hex'));
    for (let iteration = 0; iteration < 2000; iteration += 1) makeInput(1, iteration, seeds);
    assert.deepEqual(
      seeds.map((bytes) => Buffer.from(bytes).toString('hex')),
      before,
    );
  });
});

describe('a target that', () => {
  const broken = (run: FuzzTarget['run']): FuzzTarget => ({ name: 'broken', seeds: () => [], run });

  test('throws is found out', async () => {
    const target = broken((input) => {
      if (input.length > 2) throw new RangeError('Offset is outside the bounds of the DataView');
    });
    await tryInput(target, Uint8Array.of(1, 2));
    await assert.rejects(tryInput(target, Uint8Array.of(1, 2, 3)), RangeError);
  });

  test('takes too long is found out, if it does so twice', async () => {
    const slow = (times: number) => {
      let calls = 0;
      return broken(() => {
        calls += 1;
        const endMs = performance.now() + (calls > times ? 0 : 100);
        while (performance.now() < endMs);
      });
    };
    await tryInput(slow(1), new Uint8Array(1), 30);
    await assert.rejects(tryInput(slow(2), new Uint8Array(1), 30), /takes too long/);
  });
});
