/** What ended a worker, as far as its traces tell. Closed: the schema of the evidence lists the same. */
export const deathCauses = [
  'clean-exit',
  'exit-status',
  'uncaught-exception',
  'cannot-start',
  'abort',
  'abort-from-outside',
  'v8-out-of-memory',
  'kernel-out-of-memory',
  'crash-signal',
  'killed-from-outside',
  'terminated-from-outside',
  'other-signal',
  'hard-memory-limit',
  'heartbeat-missed',
  'not-ready-in-time',
  'drained',
  'drain-timed-out',
  'unknown',
] as const;

export type DeathCause = (typeof deathCauses)[number];

/** Why the supervisor itself ended a worker. */
export type EndedBecause = 'stop' | 'reload' | 'rotation' | 'soft-memory-limit' | 'scale-down';

/** What V8 wrote about a fatal error, without the values of environment variables. */
export interface ReportExcerpt {
  readonly path: string;
  readonly trigger: string;
  readonly event: string;
  readonly heapUsedBytes?: number;
  readonly heapLimitBytes?: number;
  readonly javascriptStack: readonly string[];
}

/** How a worker ended: one record of everything that tells of it. */
export interface Death {
  readonly cause: DeathCause;
  /** The claim in a sentence. */
  readonly claim: string;
  /** The facts that it rests on, one each. */
  readonly evidence: readonly string[];
  readonly exitCode?: number;
  readonly signal?: string;
  /** A signal that leaves a core file by default: the process can't have cleaned up, so its orphans are not asked either. */
  readonly abortClass: boolean;
  /** Unknown for one that ended while no supervisor ran. */
  readonly ranMs?: number;
  readonly askedFor?: EndedBecause;
  readonly lastLines: readonly string[];
  readonly javascriptStack: readonly string[];
  readonly report?: ReportExcerpt;
  readonly coreFile?: string;
  /** The program that the kernel starts for core files, in place of writing them. */
  readonly coreHandler?: string;
}
