import type { Attribution, AttributorName } from './attributor.ts';
import { ThreadClock } from './cpu-clock.ts';
import { type ClockProbe, probeClocks } from './probe-clocks.ts';
import { SliceClock } from './slice-clock.ts';
import { StretchClock } from './stretch-clock.ts';

/** What to measure by, and why. */
export interface ChosenAttribution extends Attribution {
  readonly probe: ClockProbe;
  /** A sentence for the log. */
  readonly says: string;
}

/** Measuring a small request costs some 30 µs: the hooks at its callbacks and at those of all that run beside it, and a reading of the clock now and then. */
const measuringUs = 30;

/** Of what requests take, so much may go into measuring them. */
const shareForMeasuring = 0.015;

/** However cheap, one request in fifty is measured, or an account that became dear would go unseen. */
const rarest = 1 / 50;

/** The dearer a request is expected to be, the more surely it is measured: from 30 µs / 0.015, 2 ms, on always. */
export function samplingProbability(expectedUs: number): number {
  return Math.min(1, Math.max(rarest, (expectedUs * shareForMeasuring) / measuringUs));
}

/**
 * `exact` measures every request by the CPU clock of the thread; `slices` every request by the wall clock, corrected; `sampled` the dear ones always and of the cheap ones some,
 * by the best clock there is; `auto` is `sampled`, or `slices` where no CPU clock is fine enough.
 */
export function chooseAttribution(
  wanted: AttributorName | 'auto',
  probe: ClockProbe = probeClocks(),
): ChosenAttribution {
  const always = () => 1;
  const fine = probe.finest;
  const name = wanted === 'auto' ? (fine === undefined ? 'slices' : 'sampled') : wanted;
  const clock =
    name === 'slices' || fine === undefined
      ? new SliceClock()
      : new StretchClock(new ThreadClock(fine === 'synced-thread'));
  return {
    name,
    clock,
    probability: name === 'sampled' ? samplingProbability : always,
    probe,
    says: `CPU time is attributed by "${name}", ${sayClock(clock.kind, probe)}`,
  };
}

function sayClock(kind: 'synced-thread' | 'thread' | 'slices', { stepUs, readUs }: ClockProbe): string {
  const cpuClock = `steps of ${stepUs.toFixed(1)} µs, ${readUs.toFixed(1)} µs a reading`;
  if (kind === 'thread') return `read from the clock of the thread (${cpuClock})`;
  if (kind === 'synced-thread')
    return `read from the clock of the thread, which is brought up to date before (${cpuClock})`;
  return `estimated from wall time (the CPU clock: ${cpuClock})`;
}
