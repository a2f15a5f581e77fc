import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { listProcesses, readCommandLine } from '../../src/process/proc.ts';
import { signalProcess } from '../../src/process/signal-process.ts';
import { containments } from '../fixtures/containments.ts';
import { Running } from '../fixtures/running.ts';
import { sleepersOf, uniqueSleep } from '../fixtures/sleepers.ts';
import { fixture } from '../fixtures/supervised.ts';
import { until } from '../fixtures/until.ts';
import { chances } from '../kill-test/chances.ts';

const workers = 3;
const descendants = 4;
const rounds = 120;
const leastKills = rounds / 2;
/** On a busy machine families take seconds to come; then fewer kills have to do, but not none. */
const boundMs = 25_000;
const longestMs = 90_000;
const signals = ['SIGABRT', 'SIGKILL', 'SIGSEGV', 'SIGSTOP'] as const;

for (const want of containments) {
  describe(`random kills of parents, children and supervisor, with a ${want}`, () => {
    it('leave no orphan, harm no bystander, and in the end every worker has its whole family', async (context) => {
      const folder = mkdtempSync(join(tmpdir(), 'fivewhys-kills-'));
      const time = uniqueSleep();
      const bystanders = [1, 2].map(() => spawn('sleep', [time], { stdio: 'ignore', detached: true }));
      const command = [process.execPath, fixture('tree.cjs'), time, 'file'];
      const config = {
        name: `kills-${process.pid}-${want}`,
        workers: [
          {
            name: 'w',
            command,
            count: workers,
            backoff: { first: '10ms', longest: '50ms' },
            crashLoop: { deaths: 10_000, within: '1h' },
            // A worker that was stopped dies of its silence.
            health: { by: 'file' },
            aliveWithin: '900ms',
          },
        ],
      };
      const start = () => new Running(config, folder, { containment: { want } });
      const parents = () =>
        listProcesses().filter(
          ({ pid, state }) => state !== 'Z' && readCommandLine(pid, 1000).includes(`tree.cjs ${time} `),
        );
      let supervisor = start();
      const next = chances(20_260_301);
      const chance = () => next.next().value;
      const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(chance() * list.length)];
      const beganMs = performance.now();
      const hasTime = (kills: number) => performance.now() - beganMs < (kills < leastKills ? longestMs : boundMs);
      let kills = 0;
      try {
        await until('all run', () => parents().length === workers);
        for (let round = 0; round < rounds && hasTime(kills); round += 1) {
          await sleep(20 + 150 * chance());
          const what = chance();
          if (what < 0.12) {
            await supervisor.end('SIGKILL');
            await sleep(200 * chance());
            supervisor = start();
          } else {
            const ofUs = sleepersOf(time).filter((pid) => bystanders.every((bystander) => bystander.pid !== pid));
            const victim = what < 0.75 ? pick(parents())?.pid : pick(ofUs);
            const signal = pick(signals);
            if (victim === undefined || signal === undefined) continue;
            try {
              process.kill(victim, signal);
            } catch {
              continue; // it had just ended
            }
          }
          kills += 1;
        }
        // Whoever is stopped, or has lost a child, is killed once more: what is left must be whole families.
        for (const parent of parents()) signalProcess(parent, 'SIGKILL');
        await until('every worker runs', () => parents().length === workers, 20_000);
        await until(
          'every worker has its family, and there is nobody else',
          () => parents().length === workers && sleepersOf(time).length === workers * descendants + bystanders.length,
          20_000,
        );
        await sleep(300);
        assert.equal(sleepersOf(time).length, workers * descendants + bystanders.length);
        context.diagnostic(`${kills} kills`);
        assert.ok(kills >= leastKills, `only ${kills} kills in the time`);
        await supervisor.end('SIGTERM');
        assert.deepEqual(sleepersOf(time).toSorted(), bystanders.map(({ pid }) => pid).toSorted());
      } finally {
        await supervisor.end('SIGTERM');
        for (const bystander of bystanders) bystander.kill('SIGKILL');
        rmSync(folder, { recursive: true, force: true });
      }
    });
  });
}
