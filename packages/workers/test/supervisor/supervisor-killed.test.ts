import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { chooseContainment } from '../../src/containment/choose-containment.ts';
import { isAlive, readProcess } from '../../src/process/proc.ts';
import { containments } from '../fixtures/containments.ts';
import { Running } from '../fixtures/running.ts';
import { sleepersOf, uniqueSleep } from '../fixtures/sleepers.ts';
import { fixture } from '../fixtures/supervised.ts';
import { until } from '../fixtures/until.ts';

const folders: string[] = [];
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fivewhys-killed-'));
  folders.push(folder);
  return folder;
}

const configOf = (name: string, time: string, changes: object = {}) => ({
  name,
  workers: [
    {
      name: 'w',
      command: [process.execPath, fixture('tree.cjs'), time],
      count: 2,
      backoff: { first: '20ms' },
      ...changes,
    },
  ],
});

for (const want of containments) {
  describe(`a supervisor that is killed, with a ${want}`, () => {
    const options = { containment: { want } };

    it('loses nothing: who runs is adopted and watched, who died meanwhile is replaced, and its orphans are ended', async () => {
      const folder = newFolder();
      const time = uniqueSleep();
      const config = configOf(`killed-${process.pid}-${want}`, time);
      await using first = new Running(config, folder, options);
      await first.next('worker-started', 2);
      await until('both trees are there', () => sleepersOf(time).length === 8);
      const [one, other] = first.all('worker-started').map(({ pid }) => readProcess(pid) ?? assert.fail());
      assert(one && other);
      await first.end('SIGKILL');
      assert.ok(isAlive(one) && isAlive(other), 'workers run on');
      process.kill(one.pid, 'SIGABRT');
      await until('it has died', () => !isAlive(one));
      assert.equal(sleepersOf(time).length, 8, 'nobody is there to end its orphans');

      await using second = new Running(config, folder, options);
      const died = await second.next('supervisor-died');
      assert.deepEqual([died.pid, died.adopted, died.swept], [first.process.pid, 1, 1]);
      assert.equal((await second.next('worker-adopted')).pid, other.pid);
      assert.equal((await second.next('orphans-ended')).count, 4);
      await second.next('worker-started', 3);
      await until('two trees are there again', () => sleepersOf(time).length === 8);
      assert.ok(isAlive(other));

      process.kill(other.pid, 'SIGKILL');
      const death = await second.next('worker-died', 2);
      assert.equal(death.pid, other.pid);
      await second.next('worker-started', 4);
      assert.equal(await second.end('SIGTERM'), 0);
      assert.deepEqual(sleepersOf(time), []);
    });

    it('takes its workers with it when that is asked for', async () => {
      const time = uniqueSleep();
      const folder = newFolder();
      await using running = new Running(configOf(`with-${process.pid}-${want}`, time), folder, {
        ...options,
        endWithSupervisor: true,
      });
      await running.next('worker-started', 2);
      await until('both trees are there', () => sleepersOf(time).length === 8);
      await running.end('SIGKILL');
      await until('nothing is left', () => sleepersOf(time).length === 0, 2000);
      const pids = running.all('worker-started').map(({ pid }) => pid);
      if (want === 'cgroup') {
        const probe = chooseContainment({ want, name: `probe-${process.pid}` });
        probe.close();
        const own = join(probe.folder ?? '', '..', `fivewhys-with-${process.pid}-${want}`);
        await until('its group is removed', () => !existsSync(own), 3000);
      }
      await until('the workers, too', () => pids.every((pid) => (readProcess(pid)?.state ?? 'Z') === 'Z'), 2000);
    });
  });
}

describe('a supervisor as a program', () => {
  it('refuses a state that another one uses', async () => {
    const folder = newFolder();
    const config = configOf(`twice-${process.pid}`, uniqueSleep());
    await using first = new Running(config, folder);
    await first.next('worker-started', 2);
    await using second = new Running(config, folder);
    await until('the second has ended', () => second.process.exitCode !== null);
    assert.match(second.errors, /SUPERVISOR_RUNNING/);
    assert.equal(first.all('supervisor-died').length, 0);
  });

  it('reads its configuration again at SIGHUP, and keeps the old one when the new one is wrong', async () => {
    const folder = newFolder();
    const time = uniqueSleep();
    const name = `reload-${process.pid}`;
    const path = join(folder, 'workers.json');
    writeFileSync(path, JSON.stringify(configOf(name, time)));
    await using running = new Running(path, folder);
    await running.next('worker-ready', 2);

    writeFileSync(path, JSON.stringify(configOf(name, time, { count: 'many' })));
    running.process.kill('SIGHUP');
    assert.match((await running.next('reload-refused')).because, /workers\[0\]\.count is "many"/);

    writeFileSync(path, JSON.stringify(configOf(name, time, { count: 3, env: { NEW: '1' } })));
    running.process.kill('SIGHUP');
    const { added, removed, replaced } = await running.next('reloaded');
    assert.deepEqual([added, removed, replaced], [1, 0, 2]);
    await running.next('worker-ready', 5);
    const order = running.events.flatMap(({ event }) => (/asked|ready/.test(event) ? [event] : [])).slice(3);
    assert.deepEqual(order, ['worker-asked-to-end', 'worker-ready', 'worker-asked-to-end', 'worker-ready']);

    writeFileSync(path, JSON.stringify(configOf(name, time, { count: 1, env: { NEW: '1' } })));
    running.process.kill('SIGHUP');
    assert.equal((await running.next('reloaded', 2)).removed, 2);
    await until('one tree is left', () => sleepersOf(time).length === 4);
  });

  it('ends with status 1 when every worker was given up', async () => {
    const command = [process.execPath, '-e', 'process.exit(3)'];
    const crashLoop = { deaths: 3, within: '1m' };
    const config = {
      name: `loop-${process.pid}`,
      workers: [{ name: 'w', command, backoff: { first: '10ms' }, crashLoop }],
    };
    await using running = new Running(config, newFolder());
    const loop = await running.next('crash-loop');
    assert.deepEqual([loop.deaths, loop.cause], [3, 'exit-status']);
    await until('it has ended', () => running.process.exitCode !== null);
    assert.equal(running.process.exitCode, 1);
    assert.equal((await running.next('supervisor-stopped')).because, 'crash-loop');
  });
});
