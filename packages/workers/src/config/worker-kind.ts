import type { Policy } from '../decisions/policy.ts';
import type { QueueWatchSettings } from '../queue/queue-source.ts';

/** A kind of worker: so many alike, and all that holds for them. */
export interface WorkerKind extends Policy {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly count: number;
  readonly cwd: string | undefined;
  readonly env: Readonly<Record<string, string>>;
  readonly orphans: {
    /** Time between SIGTERM and SIGKILL; undefined: what the containment allows for. */
    readonly graceMs: number | undefined;
    /** Which deaths of a parent have its orphans killed without SIGTERM. */
    readonly killAtOnce: 'abort-class' | 'always' | 'never';
  };
  /** Where these workers take their work from; while its lag grows, none is rotated. */
  readonly queue: QueueWatchSettings | undefined;
  /** Has Node.js write a diagnostic report when V8 gives up (NODE_OPTIONS). */
  readonly reports: boolean;
}

/** What a supervisor keeps running. */
export interface SupervisorConfig {
  readonly name: string;
  readonly workers: readonly WorkerKind[];
}

export const defaultKind: Omit<WorkerKind, 'name' | 'command'> = {
  count: 1,
  cwd: undefined,
  env: {},
  restart: 'always',
  backoff: { firstMs: 200, longestMs: 30_000, resetAfterMs: 60_000 },
  crashLoop: { deaths: 5, withinMs: 60_000 },
  drain: { signal: 'SIGTERM', boundMs: 10_000 },
  orphans: { graceMs: undefined, killAtOnce: 'abort-class' },
  health: { by: 'start' },
  readyWithinMs: undefined,
  aliveWithinMs: undefined,
  memory: {},
  rotate: undefined,
  queue: undefined,
  reports: true,
};

/** How a worker is started; one that was started otherwise has to be replaced. */
export function startSettings({ command, cwd, env, reports, health }: WorkerKind): string {
  return JSON.stringify({ command, cwd, env, reports, ipc: health.by === 'ipc' });
}
