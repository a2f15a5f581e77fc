import { performance } from 'node:perf_hooks';
import { type CpuClock, ThreadClock } from './cpu-clock.ts';

/** What the clocks of this machine can do, found out at the start in a few milliseconds. */
export interface ClockProbe {
  /** The finest CPU clock there is; left out when none steps finely enough to tell the parts of a request apart. */
  readonly finest?: 'synced-thread' | 'thread';
  /** Mean time between two different readings of the clock that was chosen, or of the better one if none was. */
  readonly stepUs: number;
  /** What one reading takes. */
  readonly readUs: number;
}

/** Coarser than this, and a request of a millisecond is measured as nothing or as a whole tick. */
const coarsestUs = 50;

/** The cheaper clock is tried first: where the thread's own clock steps finely, as on macOS, it needs no syncing. */
export function probeClocks(clocks: readonly CpuClock[] = [new ThreadClock(false), new ThreadClock(true)]): ClockProbe {
  let best: ClockProbe = { stepUs: Number.POSITIVE_INFINITY, readUs: 0 };
  for (const clock of clocks) {
    const { stepUs, readUs } = stepsOf(clock);
    if (stepUs <= coarsestUs && clock.kind !== 'slices') return { finest: clock.kind, stepUs, readUs };
    if (stepUs < best.stepUs) best = { stepUs, readUs };
  }
  return best;
}

function stepsOf(clock: CpuClock): { readonly stepUs: number; readonly readUs: number } {
  const startMs = performance.now();
  let steps = 0;
  let reads = 0;
  let last = Number.NaN;
  let nowMs = startMs;
  while (nowMs - startMs < 4) {
    clock.read();
    reads += 1;
    const sum = clock.userUs + clock.systemUs;
    if (sum !== last) steps += 1;
    last = sum;
    nowMs = performance.now();
  }
  const passedUs = (nowMs - startMs) * 1000;
  return { stepUs: passedUs / steps, readUs: passedUs / reads };
}
