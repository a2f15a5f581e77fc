import type { Stretch } from './stretch.ts';

/** How far an input was read. */
export interface UsageProgress {
  readonly path: string;
  /** Of the file as it lies there, packed or not. */
  readonly bytesRead: number;
  /** Undefined of a pipe. */
  readonly totalBytes: number | undefined;
  readonly done: boolean;
}

/** What is done once the logs are read, in this order; some of it only where it is asked for. How long each takes can't be told before. */
export const usagePhases = ['accounts', 'percentiles', 'endpoints', 'simulation', 'incident'] as const;

export type UsagePhase = (typeof usagePhases)[number];

/** What is asked of the logs. Everything has a default. */
export interface UsageOptions {
  /** The length of a window in which an account's use is summed; an hour by default, as that is the default quota's. */
  readonly windowMs?: number;
  /** Accounts that are listed; 1,000 by default. */
  readonly top?: number;
  /** Whether a limit is to be recommended. */
  readonly recommend?: boolean;
  /** From which percentile; 99.99 by default. */
  readonly percentile?: number;
  /** A limit to try on the log. */
  readonly simulate?: SimulatedLimit;
  /** A stretch of time to be explained. */
  readonly incident?: Stretch;
  /** What it is compared with; by default what the log holds before it, or else all around it. */
  readonly baseline?: Stretch;
  /** What the queries may take of memory, in megabytes; 512 by default. What has no room goes to a temporary file. */
  readonly memoryMegabytes?: number;
  readonly onProgress?: (progress: UsageProgress) => void;
  /** Called when a phase begins; the one before it has ended then. */
  readonly onPhase?: (phase: UsagePhase) => void;
}

export interface SimulatedLimit {
  readonly units: number;
  /** In which so many are refilled; the length of a window by default. */
  readonly windowMs?: number;
}
