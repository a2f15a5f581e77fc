import type { Bin } from '@fivewhys/evidence';
import { amount, duration } from '../quantities.ts';

/** What the columns of a timeline are: `from the start of the capture to its end, a column for 10 s; 37 at the most`. */
export function timelineText(columns: readonly Bin[]): string {
  const [first] = columns;
  if (first === undefined) return '';
  const most = Math.max(...columns.map(({ count }) => count));
  return `over the capture, each column ${duration((first.to - first.from) * 1000)}; ${amount(most)} in the highest`;
}
