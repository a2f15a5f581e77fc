import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { chooseContainment } from '../../src/containment/choose-containment.ts';
import { containments } from '../fixtures/containments.ts';
import { kindOf, Supervised } from '../fixtures/supervised.ts';
import { noTightMemory, TightMemory } from '../fixtures/tight-memory.ts';
import { concluded, only } from '../whys/told.ts';

/** Outside of the heap, so that V8 has nothing to say. */
const grows = [
  process.execPath,
  '-e',
  'const all = []; setInterval(() => all.push(Buffer.alloc(8e6, 1)), 10);',
] as const;
const once = { crashLoop: { deaths: 1, withinMs: 60_000 } };

const explained = (supervised: Supervised) =>
  only(concluded(supervised.events.map((event) => JSON.stringify(event)).join('\n')));

describe('a worker that the kernel really kills for want of memory', () => {
  for (const want of containments) {
    it(`in a memory group that is not ours is told by the kernel's count, or by name by its log (${want})`, {
      skip: noTightMemory,
    }, async () => {
      await using tight = new TightMemory(120e6);
      await using supervised = await Supervised.start([kindOf(tight.entering(grows), once)], { want });
      const { death, pid } = await supervised.next('worker-died');
      assert.equal(death.cause, 'kernel-out-of-memory', JSON.stringify(death));
      assert.equal(death.signal, 'SIGKILL');
      const [fact = ''] = death.evidence;
      assert.match(fact, new RegExp(`^kernel log: .*Killed process ${pid} |^/proc/vmstat counts [1-9]\\d* oom_kill`));
      const { cause, verdict } = explained(supervised);
      assert.deepEqual([cause, verdict], ['kernel-out-of-memory', fact.startsWith('kernel log') ? 'proven' : 'likely']);
    });
  }

  it('beyond its hard limit, faster than the supervisor looks, is told by memory.events', {
    skip: noMemoryController(),
  }, async () => {
    const kind = kindOf(grows, { ...once, memory: { hardBytes: 120e6 } });
    await using supervised = await Supervised.start([kind], { want: 'cgroup' });
    const { death } = await supervised.next('worker-died');
    assert.equal(death.cause, 'kernel-out-of-memory', JSON.stringify(death));
    assert.match(
      death.evidence[0] ?? '',
      /kernel log: Memory cgroup|memory\.events counts [1-9]\d* oom_kill, and memory\.max is 187 MB/,
    );
    assert.deepEqual([explained(supervised).cause, explained(supervised).verdict], ['kernel-out-of-memory', 'proven']);
  });
});

describe('a worker that someone kills with SIGKILL', () => {
  it('is not told to be the kernel’s: it has counted nothing, or its log names another', {
    skip: /^oom_kill /m.test(readFileSync('/proc/vmstat', 'utf8')) ? false : 'this kernel does not count (before 4.13)',
  }, async () => {
    const killsItself = [process.execPath, '-e', 'process.kill(process.pid, "SIGKILL")'] as const;
    await using supervised = await Supervised.start([kindOf(killsItself, once)]);
    const { death } = await supervised.next('worker-died');
    assert.equal(death.cause, 'killed-from-outside', JSON.stringify(death));
    assert.match(death.evidence[0] ?? '', /counts 0 oom_kill|the kernel log names no kill/);
    assert.deepEqual([explained(supervised).cause, explained(supervised).verdict], ['ended-from-outside', 'proven']);
  });
});

function noMemoryController(): string | false {
  try {
    const containment = chooseContainment({ want: 'cgroup', name: `memory-${process.pid}` });
    containment.close();
    return containment.countsMemory ? false : 'the memory controller is not in the version 2 hierarchy here';
  } catch {
    return 'no cgroup can be made here (needs root or a delegated cgroup v2)';
  }
}
