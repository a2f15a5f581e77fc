import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';
import { afterEach, beforeEach, describe, mock, test } from 'node:test';
import { StretchClock } from '../../src/meter/stretch-clock.ts';
import { MadeClock } from './made-clock.ts';

describe('a CPU clock that is read from time to time', () => {
  let cpu: MadeClock;
  let clock: StretchClock;
  let wallMs: number;

  /** Time passes, of which the thread has the CPU for so long. */
  function pass(wallUs: number, cpuUs = wallUs): number {
    wallMs += wallUs / 1000;
    cpu.work(cpuUs);
    clock.read();
    return Math.round(clock.userUs + clock.systemUs);
  }

  beforeEach(() => {
    wallMs = 1000;
    mock.method(performance, 'now', () => wallMs);
    cpu = new MadeClock();
    clock = new StretchClock(cpu);
  });

  afterEach(() => mock.restoreAll());

  test('goes on by the wall clock within 50 µs of a reading', () => {
    const reads = cpu.reads;
    assert.deepEqual([pass(10), pass(10), pass(29)], [10, 20, 49]);
    assert.equal(cpu.reads, reads);
  });

  test('is right after that, however long the thread was without a CPU', () => {
    assert.equal(pass(20), 20);
    assert.equal(pass(5000, 700), 720);
    assert.equal(pass(30), 750);
    assert.equal(pass(1000, 1000), 1750);
  });

  test('never goes back: where it was ahead, it waits', () => {
    assert.equal(pass(40, 5), 40);
    assert.equal(pass(20, 5), 40, 'the CPU clock says 10');
    assert.equal(pass(20, 20), 40, '30 by now');
    assert.equal(pass(1000, 100), 130);
  });
});
