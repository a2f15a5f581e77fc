import type { Histogram } from '@fivewhys/evidence';
import { amount } from './quantities.ts';
import { shownBins } from './shown-bins.ts';

export interface DrawingOptions {
  readonly width: number;
  readonly unicode: boolean;
}

const longestBar = 40;
/** A bar's last character, in eighths of a column. */
const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/**
 * Draws a histogram as lines of at most `width` columns, a range each: bounds, bar, count. Ranges without a value are left out where several follow each other.
 *
 *     20 to 50   ▌                                   2
 *     50 to 100  ██████████████████████████████████  147
 */
export function renderHistogram(histogram: Histogram, { width, unicode }: DrawingOptions): string[] {
  const rows = shownBins(histogram);
  const labelWidth = Math.max(...rows.map(({ label }) => label.length));
  const most = Math.max(...rows.map(({ count }) => count));
  const room = Math.min(longestBar, width - labelWidth - amount(most).length - 4);
  return rows.map(({ label, count, isGap }) => {
    const start = label.padStart(labelWidth);
    if (isGap) return (unicode ? '⋮' : '...').padStart(labelWidth);
    if (room < 1) return `${start}  ${amount(count)}`;
    return `${start}  ${bar((count / most) * room, unicode).padEnd(room)}  ${amount(count)}`;
  });
}

/** What there is at all is seen. */
function bar(length: number, unicode: boolean): string {
  if (!unicode) return '#'.repeat(Math.ceil(length));
  const parts = Math.ceil(length * 8);
  return '█'.repeat(Math.floor(parts / 8)) + eighths[parts % 8];
}
