import type { Distribution, Pile } from '@fivewhys/evidence';
import { histogramOf } from './histogram.ts';
import type { Cluster, ValueTally } from './value-tally.ts';

/** A pile is told of from so many values on. */
const fewestValues = 5;
/** It holds this part of them, within this part of their value, and the others reach much farther. */
const shareInPile = 0.6;
const widthOfPile = 0.02;
const spreadBeyond = 5;
/** Fewer values are no shape. */
const fewestInHistogram = 8;

/** How a figure is spread. */
export function distributionOf(name: string, tally: ValueTally): Distribution {
  const clusters = tally.clusters();
  const least = clusters[0]?.least ?? 0;
  const most = clusters.at(-1)?.most ?? 0;
  const pile = pileOf(clusters, tally.count);
  return {
    name,
    count: tally.count,
    least,
    median: medianOf(clusters, tally.count),
    most,
    ...(pile === undefined ? {} : { pile }),
    ...(tally.count < fewestInHistogram || least === most ? {} : { histogram: histogramOf(clusters, tally.whole) }),
  };
}

function medianOf(clusters: readonly Cluster[], count: number): number {
  let before = 0;
  for (const { least, count: here } of clusters) {
    before += here;
    if (before > Math.floor((count - 1) / 2)) return least;
  }
  return 0;
}

/** The narrowest range that holds most of the values, if it is narrow: so a timer shows, or a size that doesn't pass. @param clusters in order */
function pileOf(clusters: readonly Cluster[], count: number): Pile | undefined {
  if (count < fewestValues) return undefined;
  const found = narrowest(clusters, Math.ceil(count * shareInPile));
  if (found === undefined) return undefined;
  const { from, to } = found;
  const whole = (clusters.at(-1)?.most ?? 0) - (clusters[0]?.least ?? 0);
  const most = Math.abs(to) * widthOfPile;
  if (to - from > most || whole <= most * spreadBeyond) return undefined;
  const inside = clusters.filter((cluster) => cluster.least >= from && cluster.most <= to);
  return { from, to, count: inside.reduce((sum, cluster) => sum + cluster.count, 0) };
}

/** The narrowest range around so many values. */
function narrowest(clusters: readonly Cluster[], needed: number): { from: number; to: number } | undefined {
  let best: { from: number; to: number } | undefined;
  let held = 0;
  let start = 0;
  for (const { most: to, count } of clusters) {
    held += count;
    for (; held - (clusters[start]?.count ?? 0) >= needed; start += 1) held -= clusters[start]?.count ?? 0;
    const from = clusters[start]?.least ?? to;
    if (held >= needed && (best === undefined || to - from < best.to - best.from)) best = { from, to };
  }
  return best;
}
