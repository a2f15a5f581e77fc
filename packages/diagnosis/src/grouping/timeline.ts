import type { Bin } from '@fivewhys/evidence';
import type { CaptureClock } from '../whole-capture/capture-clock.ts';
import { countInto, steps } from './histogram.ts';
import type { ValueTally } from './value-tally.ts';

/** Fewer happenings are no line. */
const fewest = 8;
/** Columns of the line: what stands in half a terminal. */
const mostBins = 40;
/** Widths of a bin that people count in, in seconds; below the first, powers of ten, above the last, whole days. */
const widths = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400];

/** What happened in one capture, in seconds since its base. */
interface Timed {
  readonly clock: CaptureClock;
  readonly tally: ValueTally;
}

/**
 * How many happened when, from the beginning of the earliest capture to the end of the last, in seconds since that beginning. Undefined when they are few, the captures
 * have no length, or there are several of which one has no date.
 */
export function timelineOf(timed: readonly Timed[]): Bin[] | undefined {
  const total = timed.reduce((sum, { tally }) => sum + tally.count, 0);
  const [only, ...others] = timed;
  if (total < fewest || only === undefined) return undefined;
  if (others.length > 0 && timed.some(({ clock }) => clock.baseInstantNs === undefined)) return undefined;
  const base = only.clock.baseInstantNs ?? 0n;
  const shiftOf = ({ baseInstantNs }: CaptureClock) => Number((baseInstantNs ?? base) - base) / 1e9;
  const start = Math.min(...timed.map(({ clock }) => shiftOf(clock) + clock.firstInstantNs / 1e9));
  const end = Math.max(...timed.map(({ clock }) => shiftOf(clock) + clock.lastInstantNs / 1e9)) - start;
  if (!(end > 0)) return undefined;
  const clusters = timed
    .flatMap(({ clock, tally }) => {
      const by = shiftOf(clock) - start;
      return tally.clusters().map(({ least, most, count }) => ({ least: least + by, most: most + by, count }));
    })
    .sort((a, b) => a.least - b.least);
  const width = widthFor(end / mostBins);
  return countInto(steps(0, Math.floor(end / width) + 1, width), clusters);
}

function widthFor(seconds: number): number {
  const known = widths.find((width) => width >= seconds);
  if (seconds > 0.5 && known !== undefined) return known;
  if (seconds > 0.5) return Math.ceil(seconds / 86_400) * 86_400;
  const power = 10 ** Math.floor(Math.log10(seconds));
  return Number((([1, 2, 5].find((factor) => factor * power >= seconds) ?? 10) * power).toPrecision(1));
}
