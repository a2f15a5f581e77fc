import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { mountTraces } from './traces.ts';

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
  /** Names this run of the service, also on the command line of its parents. */
  readonly incident: string;
}

const root = join(import.meta.dirname, '..', '..', '..');
const service = join(import.meta.dirname, '..', 'service');
const commandOf = (incident: string) => [process.execPath, join(service, 'webhooks.js'), incident] as const;
const restartAfterMs = 500;

/** What many have: whoever ends is started again. */
export function plainRunner({ folder, environment, parents, incident }: RunnerOptions): Runner {
  let isOver = false;
  const running = new Set<ChildProcess>();
  const log = openSync(join(folder, 'service.log'), 'a');
  const keep = async () => {
    while (!isOver) {
      const [file, ...args] = commandOf(incident);
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
export function supervised({ folder, environment, parents, redisPort, incident }: RunnerOptions): Runner {
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
    command: commandOf(incident),
    count: parents,
    cwd: service,
    env: environment,
    backoff: { first: '500ms', longest: '500ms' },
    crashLoop: { deaths: 1000, within: '1m' },
    queue,
  };
  writeFileSync(config, JSON.stringify({ name: 'shop', workers: [worker] }));
  return fivewhys(folder, 'supervise', '--config', config, '--state', join(folder, 'state'));
}

/** The plain loop again, and `fivewhys guard` beside it, which knows nothing of the loop: only how the parents' command line looks. */
export function guarded(options: RunnerOptions): Runner {
  const { folder, redisPort, incident } = options;
  const queue = [
    '--queue',
    'bullmq:webhooks',
    '--queue-url',
    `redis://127.0.0.1:${redisPort}`,
    '--queue-every',
    '500ms',
  ];
  const match = ['--match', `webhooks\\.js ${incident}`];
  const traces = mountTraces();
  const guard = fivewhys(
    folder,
    'guard',
    ...match,
    ...queue,
    '--queue-oldest-within',
    '1s',
    '--state',
    join(folder, 'state'),
  );
  const parents = plainRunner(options);
  return {
    stop: async () => {
      await parents.stop();
      await guard.stop();
      traces.unmount();
    },
  };
}

/** The command, until it is asked to stop. */
function fivewhys(folder: string, ...args: readonly string[]): Runner {
  const log = openSync(join(folder, 'service.log'), 'a');
  const main = join(root, 'packages/cli/src/main.ts');
  const child = spawn(process.execPath, ['--conditions=@fivewhys/source', main, ...args], {
    stdio: ['ignore', log, log],
  });
  return {
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}
