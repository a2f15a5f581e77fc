import type { Bin, Histogram } from '@fivewhys/evidence';
import { amount } from '../quantities.ts';

/** Small whole numbers are told one by one; of large ones the bounds say enough. */
const mostInclusive = 1000;

/** The range of a bin: `0.5 to 1`, `20,000 to 50,000`; of small whole numbers what it holds, `3` or `10 to 19`. */
export function binLabel({ from, to }: Bin, { whole, bins }: Histogram): string {
  const isSmall = (bins[0]?.from ?? 0) >= 0 && (bins.at(-1)?.to ?? 0) <= mostInclusive;
  if (whole && to - from === 1) return bound(from);
  if (whole && isSmall) return `${bound(from)} to ${bound(to - 1)}`;
  return `${bound(from)} to ${bound(to)}`;
}

function bound(value: number): string {
  return Number.isInteger(value) ? `${value < 0 ? '-' : ''}${amount(Math.abs(value))}` : String(value);
}
