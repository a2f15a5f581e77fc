import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { CpuClock } from '../../src/meter/cpu-clock.ts';
import { probeClocks } from '../../src/meter/probe-clocks.ts';

/** A clock whose readings take 2 µs and that goes on in steps, on a thread that waits for a CPU now and then. */
function clockOf(kind: CpuClock['kind'], stepUs: number, waitsMs = 0): CpuClock {
  let trueUs = 0;
  return {
    kind,
    userUs: 0,
    systemUs: 0,
    read() {
      trueUs += 2;
      this.userUs = Math.floor(trueUs / stepUs) * stepUs;
      if (waitsMs === 0 || trueUs % 1000 !== 0) return;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, waitsMs);
    },
  };
}

describe('the probe of the clocks', () => {
  test('takes the cheaper clock where it steps finely', () => {
    const { finest, stepUs } = probeClocks([clockOf('thread', 2), clockOf('synced-thread', 2)]);
    assert.deepEqual([finest, stepUs], ['thread', 2]);
  });

  test('takes the one that is brought up to date where the other goes by ticks', () => {
    const { finest, stepUs, readUs } = probeClocks([clockOf('thread', 4000), clockOf('synced-thread', 1)]);
    assert.deepEqual([finest, stepUs, readUs], ['synced-thread', 2, 2]);
  });

  test('is not led astray by a machine that is busy: waiting for a CPU is no step', () => {
    const { finest } = probeClocks([clockOf('thread', 4000, 15), clockOf('synced-thread', 1, 15)]);
    assert.equal(finest, 'synced-thread');
  });

  test('takes none where all go by ticks, and says how coarse they are', () => {
    const { finest, stepUs } = probeClocks([clockOf('thread', 10_000), clockOf('synced-thread', 4000)]);
    assert.deepEqual([finest, stepUs], [undefined, 4000]);
  });
});
