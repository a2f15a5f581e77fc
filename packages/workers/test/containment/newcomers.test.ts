import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { after, describe, it } from 'node:test';
import { cookieName } from '../../src/containment/containment.ts';
import { NewcomersWatch } from '../../src/containment/newcomers.ts';
import { readProcess } from '../../src/process/proc.ts';
import { until } from '../fixtures/until.ts';

describe('a watch for new processes', () => {
  const child = spawn('sleep', ['60'], { env: { ...process.env, [cookieName]: 'mine' } });
  after(() => child.kill('SIGKILL'));

  it('shows a process that carries a cookie once, with it, and then only that it is there', async () => {
    const pid = child.pid ?? assert.fail();
    await until('it has become another program', () => readProcess(pid)?.name === 'sleep');
    const watch = new NewcomersWatch();
    const isShown = (look: ReturnType<NewcomersWatch['look']>) => look.processes.some((info) => info.pid === pid);
    const first = watch.look();
    assert.deepEqual([isShown(first), first.cookieOf(pid), first.isThere(pid)], [true, 'mine', true]);
    const second = watch.look();
    assert.deepEqual([isShown(second), second.isThere(pid)], [false, true]);
    child.kill('SIGKILL');
    await until('it is gone', () => readProcess(pid) === undefined);
    assert.equal(watch.look().isThere(pid), false);
  });
});
