import type { Bin, Histogram } from '@fivewhys/evidence';
import type { Cluster } from './value-tally.ts';

/** As many bins as are taken in at a glance, and fit under each other. */
const mostBins = 12;
/** Of few values, as few bins as still have a shape (Sturges: one more for each doubling). */
const fewestBins = 4;
/** From this ratio of the most to the least (above 0) on, ranges as wide as each other would leave nearly all values in the first. */
const logarithmicFrom = 40;

/**
 * Where values lie, in a few ranges with round bounds.
 *
 * @param clusters in order, not all at one place
 * @param whole all values are whole numbers
 */
export function histogramOf(clusters: readonly Cluster[], whole: boolean): Histogram {
  const least = clusters[0]?.least ?? 0;
  const most = clusters.at(-1)?.most ?? 0;
  const leastAbove = clusters.find(({ least }) => least > 0)?.least ?? 0;
  const count = clusters.reduce((sum, cluster) => sum + cluster.count, 0);
  const bins = Math.min(mostBins, Math.max(fewestBins, Math.ceil(Math.log2(count)) + 1));
  const isWide = least >= 0 && leastAbove > 0 && most / leastAbove >= logarithmicFrom;
  return isWide
    ? { scale: 'logarithmic', whole, bins: countInto(logarithmicBounds(least, leastAbove, most), clusters) }
    : { scale: 'linear', whole, bins: countInto(linearBounds(least, most, bins, whole ? 1 : 0), clusters) };
}

/** How many values lie between each two bounds; a cluster counts where it begins. @param bounds ascending, around all values */
export function countInto(bounds: readonly number[], clusters: readonly Cluster[]): Bin[] {
  const counts = new Array<number>(bounds.length - 1).fill(0);
  let bin = 0;
  for (const { least, count } of clusters) {
    while (bin + 1 < counts.length && least >= (bounds[bin + 1] as number)) bin += 1;
    counts[bin] = (counts[bin] as number) + count;
  }
  return counts.map((count, index) => ({ from: bounds[index] as number, to: bounds[index + 1] as number, count }));
}

function linearBounds(least: number, most: number, bins: number, leastStep: number): number[] {
  let step = Math.max(leastStep, roundStep((most - least) / bins));
  while (Math.floor(most / step) - Math.floor(least / step) >= bins) step = roundStep(step * 1.01);
  return steps(Math.floor(least / step), Math.floor(most / step) + 1, step);
}

/** Bounds that are multiples of a step, each as the decimal number that it is meant to be. */
export function steps(first: number, last: number, step: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

/** 1, 2 or 5 times a power of ten: the least such number that is not below this one. */
function roundStep(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 2, 5].find((one) => one * power >= value * (1 - 1e-9)) ?? 10;
  return Number((factor * power).toPrecision(12));
}

/** 1, 2, 5, 10, 20, 50 and so on, or powers of ten alone where those would be too many, or every second, third or further power. */
function logarithmicBounds(least: number, leastAbove: number, most: number): number[] {
  const zero = least < leastAbove ? [0] : [];
  const fine = [...zero, ...roundNumbers([1, 2, 5], 1, leastAbove, most)];
  for (let decades = 1, bounds = fine; ; decades += 1) {
    if (bounds.length - 1 <= mostBins) return bounds;
    bounds = [...zero, ...roundNumbers([1], decades, leastAbove, most)];
  }
}

/** From the last such number not above `least` to the first above `most`. @param decades from one power of ten to the next */
function roundNumbers(factors: readonly number[], decades: number, least: number, most: number): number[] {
  const first = Math.floor(Math.log10(least)) - 1;
  const steps = Math.ceil((Math.ceil(Math.log10(most)) + 1 - first) / decades) + 1;
  const all = Array.from({ length: steps + 1 }, (_, index) =>
    factors.map((factor) => Number(`${factor}e${first + index * decades}`)),
  ).flat();
  const from = all.findLastIndex((number) => number <= least);
  return all.slice(from, all.findIndex((number) => number > most) + 1);
}
