import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { listProcesses, readCommandLine } from '../../src/process/proc.ts';
import { Guarding } from '../fixtures/guarding.ts';
import { sleepersOf, uniqueSleep } from '../fixtures/sleepers.ts';
import { fixture } from '../fixtures/supervised.ts';
import { noTightMemory, TightMemory } from '../fixtures/tight-memory.ts';
import { until } from '../fixtures/until.ts';
import { concluded, line } from '../whys/told.ts';

const tree = fixture('tree.cjs');
const started: ChildProcess[] = [];
after(() => {
  for (const child of started) child.kill('SIGKILL');
});

function startTree(time: string, what = 'slow'): ChildProcess {
  const child = spawn(process.execPath, [tree, time, what], { stdio: 'ignore' });
  started.push(child);
  return child;
}

/** tracefs, mounted for these tests where it is not. */
let traces = '';
try {
  const folder = mkdtempSync(join(tmpdir(), 'fivewhys-guard-tracefs-'));
  execFileSync('mount', ['-t', 'tracefs', 'tracefs', folder], { stdio: 'ignore' });
  traces = folder;
} catch {
  // no root, or no tracefs
}
after(() => {
  if (traces === '') return;
  const left = readdirSync(join(traces, 'instances')).filter((name) => name === `fivewhys-${process.pid}`);
  execFileSync('umount', [traces]);
  rmdirSync(traces);
  assert.deepEqual(left, [], 'its tracing instance is gone');
});

for (const sees of ['poll', 'auto'] as const) {
  const skip = sees === 'auto' && traces === '' ? 'no tracefs can be mounted here (needs root)' : false;

  describe(`a guard that ${sees === 'poll' ? 'looks now and then' : 'follows the trace'}`, { skip }, () => {
    it('ends what an aborted parent left, and neither a bystander nor another family', async () => {
      const time = uniqueSleep();
      const bystander = spawn('sleep', [time], { stdio: 'ignore' });
      started.push(bystander);
      await using guarding = new Guarding(`tree.cjs ${time}`, { sees });
      assert.equal(guarding.guard.sees, sees === 'poll' ? 'poll' : 'trace', guarding.guard.promise);
      // Who only looks now and then misses what loses its parent between two looks.
      const what = sees === 'poll' ? 'slow' : 'wait';
      const [parent, other] = [startTree(time, what), startTree(time, what)];
      await until('both families run', () => sleepersOf(time).length === 9);
      await until('both parents are seen', () => guarding.guard.parents.length === 2);
      if (sees === 'poll') await sleep(2200); // without a signal seen, who lived for less is let be
      process.kill(parent.pid as number, 'SIGABRT');
      const beganMs = performance.now();
      await until('the other family and the bystander are left', () => sleepersOf(time).length === 5, 2000);
      const tookMs = performance.now() - beganMs;
      assert.ok(tookMs < 1000, `${tookMs}`);
      await until('it is told', () => guarding.facts.length === 1);
      const [fact = assert.fail()] = guarding.facts;
      assert.deepEqual([fact.pid, fact.orphans.length, fact.ended, fact.left], [parent.pid, 4, true, 0]);
      if (sees === 'auto') assert.deepEqual([fact.signal, fact.sentBy, fact.killed], ['SIGABRT', process.pid, true]);
      else assert.equal(fact.signal, undefined);
      assert.ok(sleepersOf(time).includes(bystander.pid as number));
      other.kill('SIGKILL');
      await until('only the bystander is left', () => sleepersOf(time).length === 1, 3000);
    });
  });
}

describe('a guard whose trace is behind', {
  skip: traces === '' ? 'no tracefs can be mounted here (needs root)' : false,
}, () => {
  it('knows the signal also where it sees that a parent is gone before the trace is read', async () => {
    const time = uniqueSleep();
    await using guarding = new Guarding(`sleep ${time}`, { sees: 'auto' });
    const parent = spawn('/bin/sh', ['-c', `sleep ${time} & wait`], { stdio: 'ignore' });
    started.push(parent);
    await until('it is a parent', () => guarding.guard.parents.length === 1);
    // What reads the trace has to wait for its turn, as on a busy machine.
    const reader = listProcesses().find(
      ({ pid, parentPid }) => parentPid === process.pid && readCommandLine(pid).endsWith('trace_pipe'),
    );
    const { pid } = reader ?? assert.fail();
    process.kill(pid, 'SIGSTOP');
    parent.kill('SIGABRT');
    await until('it is seen to be gone', () => guarding.guard.parents.length === 0);
    process.kill(pid, 'SIGCONT');
    await until('its death is told', () => guarding.facts.length === 1);
    assert.deepEqual([guarding.facts[0]?.signal, guarding.facts[0]?.left], ['SIGABRT', 0]);
  });
});

describe('a guard that follows the trace', {
  skip: traces === '' ? 'no tracefs can be mounted here (needs root)' : noTightMemory,
}, () => {
  it('tells a parent that the kernel killed for want of memory from one that someone killed', async () => {
    const time = uniqueSleep();
    await using tight = new TightMemory(120e6);
    await using guarding = new Guarding(`spawn.* ${time}$`, { sees: 'auto' });
    const program = (then: string) =>
      `require('node:child_process').spawn('sleep', ['${time}']); const all = []; setTimeout(() => { ${then} }, 500); setInterval(() => {}, 1000);`;
    const grows = program('setInterval(() => all.push(Buffer.alloc(8e6, 1)), 10);');
    const [file, ...args] = tight.entering([process.execPath, '-e', grows, time]);
    started.push(spawn(file, args, { stdio: 'ignore' }));
    await until('the kernel has killed', () => guarding.facts.length === 1, 20_000);
    const [kernel] = guarding.facts;
    assert.deepEqual([kernel?.signal, kernel?.outOfMemory?.byKernel, kernel?.left], ['SIGKILL', true, 0]);
    const someone = spawn(process.execPath, ['-e', program(''), time], { stdio: 'ignore' });
    started.push(someone);
    await until('it is a parent', () => guarding.guard.parents.length === 1);
    someone.kill('SIGKILL');
    await until('its death is told', () => guarding.facts.length === 2);
    assert.notEqual(guarding.facts[1]?.outOfMemory?.byKernel, true, JSON.stringify(guarding.facts[1]));
    const events = guarding.facts.map((fact, index) => line(index, fact)).join('\n');
    assert.deepEqual(
      concluded(events)
        .map(({ cause }) => cause)
        .toSorted(),
      ['ended-from-outside', 'kernel-out-of-memory'],
    );
  });
});

describe('a guard', () => {
  it('in a dry run tells what it would end, and ends nothing', async () => {
    const time = uniqueSleep();
    await using guarding = new Guarding(`tree.cjs ${time}`, { dryRun: true });
    const parent = startTree(time);
    await until('the family runs', () => sleepersOf(time).length === 4);
    await sleep(2200); // a parent that dies sooner is let be
    parent.kill('SIGKILL');
    await until('it is told', () => guarding.facts.length === 1);
    const [fact = assert.fail()] = guarding.facts;
    assert.deepEqual([fact.ended, fact.orphans.length, fact.left], [false, 4, 4]);
    assert.equal(sleepersOf(time).length, 4);
    for (const pid of sleepersOf(time)) process.kill(pid, 'SIGKILL');
  });

  it('lets a program that goes into the background be', async () => {
    const time = uniqueSleep();
    await using guarding = new Guarding(`sleep ${time}`);
    const launcher = spawn('/bin/sh', ['-c', `setsid sleep ${time} & sleep 0.4`], { stdio: 'ignore' });
    started.push(launcher);
    await until('it runs', () => sleepersOf(time).length === 1);
    await until('the launcher has ended', () => launcher.exitCode !== null);
    await sleep(600);
    assert.equal(sleepersOf(time).length, 1);
    assert.deepEqual(guarding.facts, []);
    for (const pid of sleepersOf(time)) process.kill(pid, 'SIGKILL');
  });
});
