import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { containments } from '../fixtures/containments.ts';
import { fixture, kindOf, Supervised } from '../fixtures/supervised.ts';
import { until } from '../fixtures/until.ts';

const megabytes = 2 ** 20;
/** A parent whose child holds memory: neither is beyond a limit alone. */
const tree = (bytes: number) => {
  const hold = `const held = Buffer.alloc(${bytes}, 1); setInterval(() => held.length, 1000);`;
  const parent = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(hold)}], { stdio: 'inherit' }); ${hold}`;
  return [process.execPath, '-e', parent] as const;
};

for (const want of containments) {
  describe(`memory, held by a ${want}`, () => {
    it('of the whole tree beyond the hard limit ends the worker and all that it started', async () => {
      // Beyond this limit, and not beyond that of the kernel 64 MiB behind it.
      const memory = { hardBytes: 220 * megabytes };
      await using supervised = await Supervised.start([kindOf(tree(100 * megabytes), { memory })], { want });
      const { bytes, limitBytes } = await supervised.next('hard-memory-limit');
      assert.equal(limitBytes, 220 * megabytes);
      assert.ok(bytes > 220 * megabytes && bytes < 400 * megabytes, `${bytes}`);
      assert.equal((await supervised.next('worker-died')).death.cause, 'hard-memory-limit');
    });

    it('beyond the soft limit has it drained and replaced', async () => {
      const memory = { softBytes: 180 * megabytes };
      await using supervised = await Supervised.start([kindOf(tree(100 * megabytes), { memory })], { want });
      await supervised.next('soft-memory-limit');
      const asked = await supervised.next('worker-asked-to-end');
      assert.equal(asked.because, 'soft-memory-limit');
      assert.equal((await supervised.next('worker-died')).death.cause, 'drained');
      await supervised.next('worker-started', 2);
      assert.equal(supervised.all('restart-scheduled').length, 0);
    });
  });
}

describe('rotation', () => {
  it('replaces one at a time, and never while another is not ready', async () => {
    const rotate = { fromMs: 150, toMs: 300 };
    const command = [process.execPath, fixture('tells.cjs'), 'ipc'] as const;
    const changes = { count: 3, rotate, health: { by: 'ipc' }, readyWithinMs: 5000 } as const;
    await using supervised = await Supervised.start([kindOf(command, changes)]);
    await supervised.next('worker-asked-to-end', 4);
    const ready = new Set<string>();
    for (const event of supervised.events) {
      if (event.event === 'worker-ready') ready.add(event.worker);
      if (event.event !== 'worker-asked-to-end') continue;
      assert.equal(event.because, 'rotation');
      assert.equal(ready.size, 3, 'all are ready when one is asked to end');
      ready.delete(event.worker);
    }
  });
});

describe('health', () => {
  for (const by of ['ipc', 'file', 'http'] as const) {
    const port = 20_000 + (process.pid % 20_000);
    const health = by === 'http' ? ({ by, url: `http://127.0.0.1:${port}/` } as const) : ({ by } as const);
    const changes = { health, readyWithinMs: 5000, aliveWithinMs: 700 };
    const worker = (mode: string) => [process.execPath, fixture('tells.cjs'), by, mode, String(port)] as const;

    it(`by ${by}: a worker is ready when it says so, and lives as long as it does`, async () => {
      await using supervised = await Supervised.start([kindOf(worker('well'), changes)]);
      const { afterMs } = await supervised.next('worker-ready');
      assert.ok(afterMs > 10, `${afterMs}`);
      await new Promise((resolve) => setTimeout(resolve, 1200));
      assert.equal(supervised.all('worker-died').length, 0);
    });

    it(`by ${by}: one that hangs is killed, also when it was stopped`, async () => {
      await using supervised = await Supervised.start([kindOf(worker('well'), changes)]);
      const { pid } = await supervised.next('worker-ready');
      process.kill(pid, 'SIGSTOP');
      assert.equal((await supervised.next('worker-died')).death.cause, 'heartbeat-missed');
    });

    it(`by ${by}: one that never says that it is ready is killed`, async () => {
      await using supervised = await Supervised.start([kindOf(worker('mute'), { ...changes, readyWithinMs: 400 })]);
      assert.equal((await supervised.next('worker-died')).death.cause, 'not-ready-in-time');
    });
  }

  it('by a file: what the worker before touched does not count for the next', async () => {
    const worker = [process.execPath, fixture('tells.cjs'), 'file', 'once'] as const;
    const changes = { health: { by: 'file' }, readyWithinMs: 3000, aliveWithinMs: 60_000 } as const;
    await using supervised = await Supervised.start([kindOf(worker, changes)]);
    await supervised.next('worker-ready');
    process.kill((await supervised.next('worker-started')).pid, 'SIGKILL');
    await until('the second is not ready by the first one’s file', () => supervised.all('worker-died').length === 2);
    assert.equal(supervised.all('worker-died')[1]?.death.cause, 'not-ready-in-time');
  });
});
