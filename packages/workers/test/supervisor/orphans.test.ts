import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { describe, it } from 'node:test';
import { containments } from '../fixtures/containments.ts';
import { sleepersOf, uniqueSleep } from '../fixtures/sleepers.ts';
import { fixture, kindOf, Supervised } from '../fixtures/supervised.ts';
import { until } from '../fixtures/until.ts';

const tree = fixture('tree.cjs');
/** None may be left so long after the death. */
const boundMs = { cgroup: 100, cookie: 500 } as const;
const signals = ['SIGABRT', 'SIGKILL', 'SIGSEGV', 'SIGTERM', 'SIGTRAP'] as const;

for (const want of containments) {
  // What cleared its environment, left the session and lost its parent is found by a cgroup alone.
  const clean = want === 'cgroup' ? 'clean' : '';
  const descendants = want === 'cgroup' ? 5 : 4;

  describe(`orphans, held by a ${want}`, () => {
    it(`are gone within ${boundMs[want]} ms, whatever signal their parent died of, and a bystander of the same command line lives`, async () => {
      const time = uniqueSleep();
      const bystander = spawn('sleep', [time], { stdio: 'ignore' });
      try {
        const crashLoop = { deaths: 1000, withinMs: 60_000 };
        await using supervised = await Supervised.start([kindOf(['node', tree, time, 'wait', clean], { crashLoop })], {
          want,
        });
        const spans: number[] = [];
        for (const [index, signal] of signals.entries()) {
          const { pid } = await supervised.next('worker-started', index + 1);
          await until('all descendants run', () => sleepersOf(time).length === descendants + 1);
          process.kill(pid, signal);
          const beganMs = performance.now();
          await until('only the bystander is left', () => sleepersOf(time).length === 1, 5000);
          spans.push(performance.now() - beganMs);
          const { death } = await supervised.next('worker-died', index + 1);
          assert.equal(death.signal, signal);
          const { left, count } = await supervised.next('orphans-ended', index + 1);
          assert.deepEqual({ left, count }, { left: 0, count: descendants });
        }
        // Other processes want the processors, too: a single span may be theirs.
        const median = spans.toSorted((a, b) => a - b)[2] as number;
        assert.ok(median <= boundMs[want], `took ${spans.map(Math.round).join(', ')} ms`);
        assert.deepEqual(sleepersOf(time), [bystander.pid]);
      } finally {
        bystander.kill('SIGKILL');
      }
      assert.deepEqual(
        sleepersOf(time).filter((pid) => pid !== bystander.pid),
        [],
      );
    });

    it('are asked with SIGTERM first, and killed at once when their parent aborted', async () => {
      const time = uniqueSleep();
      const policy = { orphans: { graceMs: 60, killAtOnce: 'abort-class' } } as const;
      await using supervised = await Supervised.start([kindOf(['node', tree, time], policy)], { want });
      for (const [index, [signal, killed]] of (
        [
          ['SIGKILL', false],
          ['SIGABRT', true],
        ] as const
      ).entries()) {
        const { pid } = await supervised.next('worker-started', index + 1);
        await until('all descendants run', () => sleepersOf(time).length === 4);
        process.kill(pid, signal);
        assert.equal((await supervised.next('orphans-ended', index + 1)).killed, killed, signal);
      }
    });

    it('that ignore SIGTERM are killed at the bound', async () => {
      const time = uniqueSleep();
      const policy = { orphans: { graceMs: 80, killAtOnce: 'never' } } as const;
      await using supervised = await Supervised.start([kindOf(['node', tree, time, 'stubborn'], policy)], { want });
      const { pid } = await supervised.next('worker-started');
      await until('all descendants run', () => sleepersOf(time).length === 5);
      process.kill(pid, 'SIGABRT');
      const { killed, tookMs, left } = await supervised.next('orphans-ended');
      assert.deepEqual({ killed, left }, { killed: true, left: 0 });
      assert.ok(tookMs >= 80, `${tookMs}`);
    });

    it('of a worker that is asked to end and hangs are ended with it', async () => {
      const time = uniqueSleep();
      {
        const policy = { drain: { signal: 'SIGTERM', boundMs: 200 } } as const;
        await using supervised = await Supervised.start([kindOf(['node', tree, time, 'stubborn'], policy)], { want });
        await supervised.next('worker-started');
        await until('all descendants run', () => sleepersOf(time).length === 5);
        supervised.supervisor.stop();
        assert.equal((await supervised.next('worker-died')).death.cause, 'drain-timed-out');
      }
      assert.deepEqual(sleepersOf(time), []);
    });
  });
}
