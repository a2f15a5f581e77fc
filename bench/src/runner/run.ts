/** One run of one command. */
export type Run = FinishedRun | StoppedRun | FailedRun;

export interface FinishedRun {
  readonly kind: 'finished';
  readonly wallMs: number;
  /** User and system time, and the largest resident set: undefined without GNU time. */
  readonly cpuMs: number | undefined;
  readonly peakBytes: number | undefined;
}

/** The time limit came first. */
export interface StoppedRun {
  readonly kind: 'stopped';
  readonly limitMs: number;
}

export interface FailedRun {
  readonly kind: 'failed';
  readonly reason: string;
}
