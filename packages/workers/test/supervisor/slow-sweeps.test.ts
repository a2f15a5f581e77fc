import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { chooseContainment } from '../../src/containment/choose-containment.ts';
import { cookieName } from '../../src/containment/containment.ts';
import { defaultKind, type WorkerFact } from '../../src/index.ts';
import { readProcess } from '../../src/process/proc.ts';
import { sweepRecord } from '../../src/supervisor/take-over.ts';
import { containments } from '../fixtures/containments.ts';
import { sleepersOf, uniqueSleep } from '../fixtures/sleepers.ts';
import { slowDisk } from '../fixtures/slow-disk.ts';
import { fixture, kindOf, Supervised } from '../fixtures/supervised.ts';
import { until } from '../fixtures/until.ts';

for (const want of containments) {
  describe(`orphans, with a ${want}`, () => {
    it('don’t wait for a disk that takes seconds to flush what is written of the death', async () => {
      const time = uniqueSleep();
      await using supervised = await Supervised.start([kindOf([process.execPath, fixture('tree.cjs'), time])], {
        want,
      });
      await until('the tree is there', () => sleepersOf(time).length === 4);
      const { pid } = await supervised.next('worker-started');
      using _ = slowDisk(3000);
      process.kill(pid, 'SIGKILL');
      const { tookMs, left } = await supervised.next('orphans-ended');
      assert.equal(left, 0);
      assert.ok(tookMs < 2500, `${tookMs} ms: it waited for the disk`);
    });
  });

  describe(`a worker that nobody wants after a restart, with a ${want}`, () => {
    it('that starts something while it ends keeps nobody waiting for the bound of its drain', async () => {
      const time = uniqueSleep();
      const containment = chooseContainment({ want, name: `sweeps-${process.pid}` });
      const cookie = `sweeps-${process.pid}`;
      const cell = containment.create('w.0.1', cookie);
      const script = `trap 'setsid sleep ${time} & exit' TERM; while :; do sleep 0.01; done`;
      const [file, ...args] = cell.entering(['/bin/sh', '-c', script]);
      const worker = spawn(file, args, { detached: true, env: { ...process.env, [cookieName]: cookie } });
      const { pid = 0 } = worker;
      try {
        cell.entered(pid);
        await sleep(200); // the trap is set
        const info = readProcess(pid) ?? assert.fail();
        const record = { kind: 'w', index: 0, instance: 1, cell: cell.record(), process: info, settings: '' };
        const said: WorkerFact[] = [];
        const beganMs = performance.now();
        await sweepRecord(record, { ...defaultKind, name: 'w', command: ['x'] }, containment, (fact) =>
          said.push(fact),
        );
        const tookMs = performance.now() - beganMs;
        assert.deepEqual(sleepersOf(time), []);
        assert.ok(tookMs < 0.5 * defaultKind.drain.boundMs, `${tookMs} ms`);
        assert.deepEqual(
          said.map((fact) => fact.event === 'orphans-ended' && [fact.count, fact.left]),
          [[1, 0]],
        );
      } finally {
        worker.kill('SIGKILL');
        cell.kill();
        await until('the cell is empty', () => cell.isEmpty());
        cell.remove();
        containment.close();
      }
    });
  });
}
