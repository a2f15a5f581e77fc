import type { Histogram } from '@fivewhys/evidence';
import { binLabel } from './words/bin-label.ts';

/** A range as it is shown, or a gap in place of several in which nothing lies. */
export interface ShownBin {
  readonly label: string;
  readonly count: number;
  readonly isGap: boolean;
}

/** Empty ranges in a row that are shown all the same. */
const mostEmpty = 2;

/** The ranges of a histogram as they are shown, in order. */
export function shownBins(histogram: Histogram): readonly ShownBin[] {
  const shown: ShownBin[] = [];
  let empty: ShownBin[] = [];
  for (const bin of histogram.bins) {
    const row = { label: binLabel(bin, histogram), count: bin.count, isGap: false };
    if (bin.count === 0) {
      empty.push(row);
      continue;
    }
    shown.push(...(empty.length > mostEmpty ? [{ label: '', count: 0, isGap: true }] : empty), row);
    empty = [];
  }
  return shown;
}
