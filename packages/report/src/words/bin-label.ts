import type { Bin, Histogram } from '@fivewhys/evidence';
import { amount } from '../quantities.ts';

/** The range of a bin: `0.5 to 1`; of whole numbers what it holds, `3` or `10 to 19`. */
export function binLabel({ from, to }: Bin, { whole }: Pick<Histogram, 'whole'>): string {
  if (!whole) return `${bound(from)} to ${bound(to)}`;
  return to - from === 1 ? bound(from) : `${bound(from)} to ${bound(to - 1)}`;
}

function bound(value: number): string {
  return Number.isInteger(value) ? `${value < 0 ? '-' : ''}${amount(Math.abs(value))}` : String(value);
}
