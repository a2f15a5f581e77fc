import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** What keeps the parents running. */
export interface Runner {
  /** Asks the parents to end, waits for them, and ends itself. */
  stop(): Promise<void>;
}

export interface RunnerOptions {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly parents: number;
  readonly redisPort: number;
}

const root = join(import.meta.dirname, '..', '..', '..');
const service = join(import.meta.dirname, '..', 'service');
const command = [process.execPath, join(service, 'webhooks.js')] as const;
const restartAfterMs = 500;

/** What many have: whoever ends is started again. */
export function plainRunner({ folder, environment, parents }: RunnerOptions): Runner {
  let isOver = false;
  const running = new Set<ChildProcess>();
  const log = openSync(join(folder, 'service.log'), 'a');
  const keep = async () => {
    while (!isOver) {
      const [file, ...args] = command;
      const child = spawn(file, args, { env: { ...process.env, ...environment }, stdio: ['ignore', log, log] });
      running.add(child);
      await once(child, 'exit');
      running.delete(child);
      await sleep(restartAfterMs);
    }
  };
  const kept = Array.from({ length: parents }, keep);
  return {
    stop: async () => {
      isOver = true;
      for (const child of running) child.kill('SIGTERM');
      await Promise.all(kept);
    },
  };
}

/** The same under `fivewhys supervise`, which also watches the queue. */
export function supervised({ folder, environment, parents, redisPort }: RunnerOptions): Runner {
  const config = join(folder, 'workers.json');
  const queue = {
    by: 'bullmq',
    url: `redis://127.0.0.1:${redisPort}`,
    queue: 'webhooks',
    every: '500ms',
    windows: '2s..4s',
    oldestWithin: '1s',
  };
  const worker = {
    name: 'webhooks',
    command,
    count: parents,
    cwd: service,
    env: environment,
    backoff: { first: '500ms', longest: '500ms' },
    crashLoop: { deaths: 1000, within: '1m' },
    queue,
  };
  writeFileSync(config, JSON.stringify({ name: 'shop', workers: [worker] }));
  const log = openSync(join(folder, 'service.log'), 'a');
  const main = join(root, 'packages/cli/src/main.ts');
  const args = [
    '--conditions=@fivewhys/source',
    main,
    'supervise',
    '--config',
    config,
    '--state',
    join(folder, 'state'),
  ];
  const child = spawn(process.execPath, args, { stdio: ['ignore', log, log] });
  return {
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}
