import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Queue } from 'bullmq';
import { endAll, orphansAmong, serviceProcesses } from './processes.ts';
import { guarded, plainRunner, type Runner, type RunnerOptions, supervised } from './runners.ts';
import { type Runs, runsIn } from './runs.ts';
import { Servers } from './servers.ts';

/** How the service fared at a moment. */
export interface Reading {
  readonly afterMs: number;
  readonly parents: number;
  readonly orphans: number;
  readonly orphanBytes: number;
  /** Age of the oldest webhook that waits; 0 when none does. */
  readonly oldestMs: number;
}

/** What came of one way of running the service. */
export interface Outcome {
  readonly readings: readonly Reading[];
  /** The longest that an orphan was seen to live. */
  readonly oldestOrphanMs: number;
  readonly runs: Runs;
  readonly added: number;
  /** By the queue's own account. */
  readonly completed: number;
  readonly failed: number;
  /** Webhooks that were begun more often than the queue had handed them out. */
  readonly unasked: number;
  /** Of `fivewhys`; undefined without it. */
  readonly eventsPath: string | undefined;
}

export interface PlayOptions {
  readonly how: 'plain' | 'supervised' | 'guarded';
  readonly folder: string;
  readonly onReading: (reading: Reading) => void;
}

const runners: Readonly<Record<PlayOptions['how'], (options: RunnerOptions) => Runner>> = {
  plain: plainRunner,
  supervised,
  guarded,
};

const parents = 2;
/** What the host of the story has for the service. Two parents and what works for them hold about half of it. */
const hostMemory = 330 * 1024 * 1024;
const addEveryMs = 250;
const readEveryMs = 250;
/** Memcached hangs from here … */
const hangAtMs = 4000;
/** … to here; at the same moment the last webhook is added. */
const resumeAtMs = 16_000;
/** Then all has so long to come in order. */
const settleMs = 30_000;
/** And where it does not, that is seen so soon. */
const hopelessMs = 8000;

/** Plays the incident once: the service runs, webhooks come in, Memcached hangs for twelve seconds and is back. */
export async function play({ how, folder, onReading }: PlayOptions): Promise<Outcome> {
  mkdirSync(folder, { recursive: true });
  await using servers = await Servers.start(folder);
  const incident = `${how}-${randomBytes(6).toString('hex')}`;
  const runsPath = join(folder, 'runs.jsonl');
  const environment = {
    INCIDENT: incident,
    MEMCACHED: `127.0.0.1:${servers.memcachedPort}`,
    REDIS_PORT: String(servers.redisPort),
    HOST_MEMORY: String(hostMemory),
    RUNS: runsPath,
  };
  const queue = new Queue('webhooks', { connection: { host: '127.0.0.1', port: servers.redisPort } });
  const runner = runners[how]({ folder, environment, parents, redisPort: servers.redisPort, incident });
  try {
    const watched = await watch(queue, incident, servers, how === 'plain' ? hopelessMs : settleMs, onReading);
    const { completed = 0, failed = 0 } = await queue.getJobCounts('completed', 'failed');
    const eventsPath = how === 'plain' ? undefined : join(folder, 'state', 'events.jsonl');
    const runs = runsIn(runsPath);
    const unasked = await unaskedIn(queue, runs);
    return { ...watched, runs, completed, failed, unasked, eventsPath };
  } finally {
    servers.resumeMemcached();
    await runner.stop();
    endAll(incident);
    await queue.close();
  }
}

/** Adds webhooks, has Memcached hang, and reads how the service fares, until all is done or the time is up. */
async function watch(
  queue: Queue,
  incident: string,
  servers: Servers,
  settlesWithinMs: number,
  onReading: (reading: Reading) => void,
): Promise<Pick<Outcome, 'readings' | 'oldestOrphanMs' | 'added'>> {
  const beganMs = performance.now();
  const readings: Reading[] = [];
  const firstSeen = new Map<number, number>();
  let oldestOrphanMs = 0;
  let added = 0;
  let hasHung = false;
  let isBack = false;
  for (;;) {
    const afterMs = performance.now() - beganMs;
    if (!hasHung && afterMs >= hangAtMs) {
      hasHung = true;
      servers.hangMemcached();
    }
    if (!isBack && afterMs >= resumeAtMs) {
      isBack = true;
      servers.resumeMemcached();
    }
    while (!isBack && added * addEveryMs < afterMs) {
      added += 1;
      await queue.add('deliver', { number: added });
    }
    const processes = serviceProcesses(incident);
    const orphans = orphansAmong(processes);
    for (const { pid } of orphans) {
      const sinceMs = firstSeen.get(pid) ?? afterMs;
      firstSeen.set(pid, sinceMs);
      oldestOrphanMs = Math.max(oldestOrphanMs, afterMs - sinceMs);
    }
    const reading = {
      afterMs,
      parents: processes.filter(({ role }) => role === 'parent').length,
      orphans: orphans.length,
      orphanBytes: orphans.reduce((sum, { pssBytes }) => sum + pssBytes, 0),
      oldestMs: await oldestAgeMs(queue),
    };
    readings.push(reading);
    onReading(reading);
    const { completed = 0 } = await queue.getJobCounts('completed');
    if (isBack && (completed === added || afterMs > resumeAtMs + settlesWithinMs))
      return { readings, oldestOrphanMs, added };
    await sleep(readEveryMs);
  }
}

async function unaskedIn(queue: Queue, { begun }: Runs): Promise<number> {
  const jobs = await queue.getJobs(['completed', 'active', 'wait', 'failed', 'delayed']);
  return jobs.filter(({ attemptsStarted, data }) => (begun.get(data.number) ?? 0) > attemptsStarted).length;
}

async function oldestAgeMs(queue: Queue): Promise<number> {
  const [oldest] = await queue.getJobs(['wait'], 0, 0, true);
  return oldest === undefined || oldest === null ? 0 : Math.max(0, Date.now() - oldest.timestamp);
}
