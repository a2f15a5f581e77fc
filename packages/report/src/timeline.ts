import type { Bin } from '@fivewhys/evidence';
import type { DrawingOptions } from './histogram.ts';

const unicodeLevels = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const asciiLevels = [' ', '.', ':', '-', '=', '+', '*', '#', '@'];

/** Bins as many as there is room for: neighbours are counted together until they are. */
export function coarserBins(bins: readonly Bin[], most: number): readonly Bin[] {
  if (bins.length <= Math.max(1, most)) return bins;
  const pairs = Array.from({ length: Math.ceil(bins.length / 2) }, (_, index) => {
    const [first, second] = bins.slice(index * 2, index * 2 + 2) as [Bin, Bin | undefined];
    // The last one is as wide as the others, though the capture may end within it.
    const to = second?.to ?? Number((first.to + (first.to - first.from)).toPrecision(12));
    return { from: first.from, to, count: first.count + (second?.count ?? 0) };
  });
  return coarserBins(pairs, most);
}

/** Draws how many happened when, as one line of at most `width` columns: a column for each bin, the higher the more. */
export function renderTimeline(bins: readonly Bin[], { width, unicode }: DrawingOptions): string {
  const columns = coarserBins(bins, width - 2);
  const levels = unicode ? unicodeLevels : asciiLevels;
  const most = Math.max(...columns.map(({ count }) => count));
  const edge = unicode ? '│' : '|';
  const line = columns.map(({ count }) => levels[Math.ceil((count / most) * (levels.length - 1))]).join('');
  return `${edge}${line}${edge}`;
}
