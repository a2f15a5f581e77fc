import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Queue } from 'bullmq';
import { listProcesses, readCommandLine } from '../../src/process/proc.ts';
import type { ProcessInfo } from '../../src/process/process-info.ts';
import { RedisServer } from '../fixtures/brokers/redis-server.ts';
import { Running } from '../fixtures/running.ts';
import { sleepersOf, uniqueSleep } from '../fixtures/sleepers.ts';
import { until } from '../fixtures/until.ts';
import { chances } from './chances.ts';
import { judgeJournal, linesOf, type Verdict } from './journal.ts';

export interface KillsOptions {
  readonly want: 'cgroup' | 'cookie';
  readonly kills: number;
  /** No more is killed after this time. */
  readonly boundMs: number;
  readonly seed: number;
}

export interface KillsResult extends Verdict {
  readonly kills: Readonly<Record<'supervisor' | 'parent' | 'worker', number>>;
  readonly jobs: number;
  readonly completed: number;
  readonly failed: number;
  readonly orphansEnded: number;
  readonly sweepsMs: readonly number[];
  /** What took longest to be ended. */
  readonly longestSweep: unknown;
}

const parents = 3;
const signals = ['SIGABRT', 'SIGKILL', 'SIGSEGV', 'SIGSTOP'] as const;
const fixture = (name: string) => join(import.meta.dirname, name);

/**
 * Kills parents, their workers and the supervisor at random while a real queue is worked on, and then looks for what should not be.
 *
 * @throws AssertionError when there is an orphan, a bystander is gone, a worker is not replaced, or a job is lost
 */
export async function runKills({ want, kills: most, boundMs, seed }: KillsOptions): Promise<KillsResult> {
  await using redis = await RedisServer.start();
  const folder = mkdtempSync(join(tmpdir(), 'fivewhys-kills-'));
  const journal = join(folder, 'journal');
  writeFileSync(journal, '');
  const time = uniqueSleep();
  // Alike in everything but who started them.
  const bystanders = [1, 2].map(() => spawn('sleep', [time], { stdio: 'ignore', detached: true }));
  const bystanderPids = bystanders.map(({ pid }) => pid).toSorted();
  const start = () => new Running(configOf(want, time, redis.port), folder, { containment: { want } });
  const connection = { host: '127.0.0.1', port: redis.port, maxRetriesPerRequest: null };
  const queue = new Queue('kills', { connection });
  const kills = { supervisor: 0, parent: 0, worker: 0 };
  let supervisor = start();
  let jobs = 0;
  const feed = async () => {
    const waiting = await queue.getWaitingCount();
    if (waiting >= 30) return;
    const job = { name: 'job', data: { journal }, opts: { attempts: 100_000, removeOnComplete: false } };
    await queue.addBulk(Array.from({ length: 30 }, () => job));
    jobs += 30;
  };
  const next = chances(seed);
  const chance = () => next.next().value;
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(chance() * list.length)];
  try {
    await until('all run', () => parentsOf(time).length === parents, 60_000);
    const endMs = performance.now() + boundMs;
    while (kills.supervisor + kills.parent + kills.worker < most && performance.now() < endMs) {
      await feed();
      await sleep(20 + 200 * chance());
      const signal = pick(signals) ?? 'SIGKILL';
      const what = chance();
      if (what < 0.1) {
        if (signal === 'SIGSTOP') {
          supervisor.process.kill('SIGSTOP');
          await sleep(300 * chance());
          supervisor.process.kill('SIGCONT');
        } else {
          await supervisor.end(signal);
          await sleep(200 * chance());
          supervisor = start();
        }
        kills.supervisor += 1;
        continue;
      }
      const victims = what < 0.5 ? parentsOf(time) : workersOf(time);
      const victim = pick(victims);
      if (victim === undefined || bystanderPids.includes(victim.pid) || !sent(victim, signal)) continue;
      kills[what < 0.5 ? 'parent' : 'worker'] += 1;
    }
    // Who was stopped, or lost its helper, is replaced: what is left must be whole families.
    for (const parent of parentsOf(time)) sent(parent, 'SIGKILL');
    await until(
      'every parent runs with its helper, and nobody else',
      () => {
        return parentsOf(time).length === parents && sleepersOf(time).length === parents + bystanders.length;
      },
      60_000,
    );
    const left = async () =>
      Object.values(await queue.getJobCounts('wait', 'active', 'delayed', 'prioritized')).reduce((a, b) => a + b);
    for (const boundMs = performance.now() + 120_000; (await left()) > 0; await sleep(100)) {
      assert.ok(performance.now() < boundMs, `jobs are left: ${JSON.stringify(await queue.getJobCounts())}`);
    }
    assert.equal(sleepersOf(time).length, parents + bystanders.length, 'orphans, or helpers, or bystanders');
    const { completed = 0, failed = 0 } = await queue.getJobCounts('completed', 'failed');
    const done = await queue.getJobs(['completed']);
    const finishedMs = new Map(done.map(({ id = '', finishedOn = 0 }) => [id, finishedOn]));
    const sweeps = supervisor.all('orphans-ended');
    assert.deepEqual(
      sweeps.filter(({ left }) => left > 0),
      [],
    );
    await supervisor.end('SIGTERM');
    assert.deepEqual(sleepersOf(time).toSorted(), bystanderPids, 'only the bystanders live on');
    assert.deepEqual(parentsOf(time), []);
    return {
      ...judgeJournal(linesOf(readFileSync(journal, 'utf8')), finishedMs),
      kills,
      jobs,
      completed,
      failed,
      orphansEnded: sweeps.reduce((sum, { count }) => sum + count, 0),
      sweepsMs: sweeps.map(({ tookMs }) => tookMs).toSorted((a, b) => a - b),
      longestSweep: sweeps.toSorted((a, b) => b.tookMs - a.tookMs)[0],
    };
  } finally {
    await supervisor.end('SIGTERM');
    await queue.close();
    for (const bystander of bystanders) bystander.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}

function configOf(want: string, time: string, port: number): unknown {
  return {
    name: `kills-${process.pid}-${want}`,
    workers: [
      {
        name: 'w',
        command: [process.execPath, fixture('queue-worker.cjs'), time, String(port)],
        count: parents,
        backoff: { first: '10ms', longest: '50ms' },
        crashLoop: { deaths: 10_000, within: '1h' },
        health: { by: 'file' },
        readyWithin: '30s',
        // Who was stopped dies of its silence.
        aliveWithin: '4s',
        reports: false,
      },
    ],
  };
}

function parentsOf(time: string): readonly ProcessInfo[] {
  return listProcesses().filter(
    ({ pid, state }) => state !== 'Z' && readCommandLine(pid, 1000).includes(`queue-worker.cjs ${time} `),
  );
}

/** The children in which jobs run, and the helpers. */
function workersOf(time: string): readonly ProcessInfo[] {
  const pids = new Set(parentsOf(time).map(({ pid }) => pid));
  return listProcesses().filter(({ parentPid, state }) => state !== 'Z' && pids.has(parentPid));
}

function sent({ pid }: ProcessInfo, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false; // it had just ended
  }
}
