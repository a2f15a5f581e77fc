import assert from 'node:assert/strict';
import { AsyncResource } from 'node:async_hooks';
import { EventEmitter, once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { setImmediate as immediate, setTimeout as sleep } from 'node:timers/promises';
import { Attributor } from '../../src/meter/attributor.ts';
import { RequestUsage } from '../../src/meter/request-usage.ts';
import { MadeClock } from './made-clock.ts';

function made(probability: (expectedUs: number) => number = () => 1, random: () => number = () => 0.5) {
  const clock = new MadeClock();
  const attributor = new Attributor({ name: 'exact', clock, probability }, random);
  const request = (unknown = false): RequestUsage => {
    const usage = new RequestUsage(100);
    attributor.begin(usage, unknown);
    return usage;
  };
  return { clock, attributor, request };
}

describe('CPU time is charged to the request whose callback runs', () => {
  test('when requests interleave at awaits, timers, ticks, immediates and files', async () => {
    const { clock, attributor, request } = made();
    const steps: readonly (() => Promise<unknown>)[] = [
      async () => null,
      () => sleep(1),
      () => immediate(),
      () => new Promise<void>((resolve) => process.nextTick(resolve)),
      () => new Promise<void>((resolve) => queueMicrotask(resolve)),
      () => readFile(import.meta.filename),
      () => once(Object.assign(new EventEmitter(), {}), 'x', { signal: AbortSignal.timeout(1) }).catch(() => {}),
    ];
    const handle = async (us: number): Promise<void> => {
      for (const step of steps) {
        clock.work(us);
        await step();
      }
      clock.work(us);
    };
    const usages = [1, 10, 100].map((us) => ({ us, usage: request() }));
    await Promise.all(usages.map(({ us, usage }) => attributor.run(usage, () => handle(us))));
    for (const { us, usage } of usages) {
      attributor.end(usage);
      assert.equal(usage.userUs, us * (steps.length + 1));
    }
  });

  test('not to the one that made it run, when a promise is shared', async () => {
    const { clock, attributor, request } = made();
    const { promise, resolve } = Promise.withResolvers<void>();
    const waiting = request();
    const resolving = request();
    const done = attributor.run(waiting, async () => {
      await promise;
      clock.work(7);
    });
    attributor.run(resolving, () => {
      clock.work(3);
      resolve();
    });
    await done;
    attributor.end(waiting);
    attributor.end(resolving);
    assert.deepEqual([waiting.userUs, resolving.userUs], [7, 3]);
  });

  test('to the innermost, when callbacks nest', () => {
    const { clock, attributor, request } = made();
    const outer = request();
    const inner = request();
    const resource = attributor.run(inner, () => new AsyncResource('test'));
    attributor.run(outer, () => {
      clock.work(1);
      resource.runInAsyncScope(() => clock.work(10));
      clock.work(100);
      attributor.run(inner, () => clock.work(1000));
      clock.work(10_000);
    });
    attributor.end(outer);
    attributor.end(inner);
    assert.deepEqual([outer.userUs, inner.userUs], [10_101, 1010]);
  });

  test('and to nobody between them', async () => {
    const { clock, attributor, request } = made();
    const usage = request();
    attributor.run(usage, () => clock.work(1));
    clock.work(50);
    await null;
    clock.work(50);
    attributor.end(usage);
    assert.equal(usage.userUs, 1);
    assert.equal(attributor.measuredUs, 1);
  });

  test('up to the exception, and to nobody after it', () => {
    const { clock, attributor, request } = made();
    const usage = request();
    assert.throws(
      () =>
        attributor.run(usage, () => {
          clock.work(5);
          throw new Error('of the handler');
        }),
      /of the handler/,
    );
    clock.work(50);
    attributor.end(usage);
    assert.equal(usage.userUs, 5);
  });

  test('after the request has ended too, as late work', async () => {
    const { clock, attributor, request } = made();
    const other = request();
    const usage = request();
    let lateUs = 0;
    usage.onLate = (userUs) => {
      lateUs += userUs;
    };
    const background = attributor.run(usage, async () => {
      clock.work(1);
      await sleep(2);
      clock.work(20);
    });
    attributor.end(usage);
    assert.equal(usage.userUs, 1);
    await background;
    attributor.end(other);
    assert.equal(lateUs, 20);
  });
});

describe('measuring', () => {
  test('reads the clock when the owner changes, and not at every callback', async () => {
    const { clock, attributor, request } = made();
    const usage = request();
    await attributor.run(usage, async () => {
      for (let hop = 0; hop < 1000; hop++) await null;
    });
    attributor.end(usage);
    assert(clock.reads <= 2 * 1001 + 4, `${clock.reads} readings`);
  });

  test('leaves requests alone that are not chosen', async () => {
    const { clock, attributor, request } = made(() => 0.25);
    const usage = request();
    await attributor.run(usage, async () => {
      clock.work(5);
      await null;
      clock.work(5);
    });
    attributor.end(usage);
    assert.equal(clock.reads, 0);
    assert.deepEqual([usage.measured, usage.cpuUs, usage.chargedUs], [false, 100, 100]);
  });

  test('is sure where nothing can be expected yet', () => {
    const { request } = made(() => 0.25);
    assert.deepEqual([request(true).probability, request(false).probability], [1, 0]);
  });

  test('charges the error of the expectation for those that were not looked at', () => {
    const { clock, attributor, request } = made(
      () => 0.25,
      () => 0.2,
    );
    const usage = request();
    attributor.run(usage, () => clock.work(140));
    attributor.end(usage);
    assert.deepEqual([usage.cpuUs, usage.chargedUs], [140, 100 + 40 / 0.25]);
  });

  test('of one more request does not end with another', () => {
    const { clock, attributor, request } = made();
    const first = request();
    const second = request();
    attributor.end(first);
    attributor.end(first);
    attributor.run(second, () => new AsyncResource('x').runInAsyncScope(() => clock.work(4)));
    attributor.end(second);
    assert.equal(second.userUs, 4);
  });
});
