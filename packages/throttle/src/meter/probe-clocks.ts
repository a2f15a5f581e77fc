import { performance } from 'node:perf_hooks';
import { type CpuClock, ThreadClock } from './cpu-clock.ts';

/** What the clocks of this machine can do, found out at the start in a few milliseconds. */
export interface ClockProbe {
  /** The finest CPU clock there is; left out when none steps finely enough to tell the parts of a request apart. */
  readonly finest?: 'synced-thread' | 'thread';
  /** By how much the clock that was chosen goes on at a time, or the better one if none was. */
  readonly stepUs: number;
  /** What one reading takes, as that clock tells it. */
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

/** So much CPU time is used for a look at a clock: a scheduler's tick is 1 to 10 ms. */
const lookUs = 4000;
/** A look takes no longer than this, on a machine that has no time for it. */
const longestMs = 100;

/** Steps are told by what the clock itself says, not by the time that passes: the thread may have to wait for a CPU. */
function stepsOf(clock: CpuClock): { readonly stepUs: number; readonly readUs: number } {
  const startMs = performance.now();
  clock.read();
  const startUs = clock.userUs + clock.systemUs;
  let lastUs = startUs;
  let steps = 0;
  let reads = 0;
  do {
    clock.read();
    reads += 1;
    const nowUs = clock.userUs + clock.systemUs;
    if (nowUs !== lastUs) steps += 1;
    lastUs = nowUs;
  } while (lastUs - startUs < lookUs && performance.now() - startMs < longestMs);
  const usedUs = lastUs - startUs;
  return { stepUs: steps === 0 ? Number.POSITIVE_INFINITY : usedUs / steps, readUs: usedUs / reads };
}
