import { median } from '../statistics.ts';
import type { Command } from './command.ts';
import type { FinishedRun, Run } from './run.ts';

/** All runs of one command. */
export interface Measurement {
  readonly command: Command;
  readonly runs: readonly Run[];
}

export interface Summary {
  readonly wallMs: number;
  readonly fastestMs: number;
  readonly slowestMs: number;
  readonly cpuMs: number | undefined;
  readonly peakBytes: number | undefined;
}

/** Medians of the runs that finished, and the largest memory of any; undefined when none did. */
export function summarize(measurement: Measurement): Summary | undefined {
  const finished = measurement.runs.filter((run): run is FinishedRun => run.kind === 'finished');
  if (finished.length === 0) return undefined;
  const walls = finished.map((run) => run.wallMs);
  const cpus = finished.map((run) => run.cpuMs).filter((value) => value !== undefined);
  const peaks = finished.map((run) => run.peakBytes).filter((value) => value !== undefined);
  return {
    wallMs: median(walls),
    fastestMs: Math.min(...walls),
    slowestMs: Math.max(...walls),
    cpuMs: cpus.length === 0 ? undefined : median(cpus),
    peakBytes: peaks.length === 0 ? undefined : Math.max(...peaks),
  };
}
