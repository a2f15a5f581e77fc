import type { Distribution, Pile } from '@fivewhys/evidence';

/** A pile is told of from so many values on. */
const fewestValues = 5;
/** It holds this part of them, within this part of their value, and the others reach much farther. */
const shareInPile = 0.6;
const widthOfPile = 0.02;
const spreadBeyond = 5;

/** How a figure is spread. @param values sorted by this */
export function distributionOf(name: string, values: number[]): Distribution {
  values.sort((a, b) => a - b);
  const pile = pileOf(values);
  return {
    name,
    count: values.length,
    least: values[0] ?? 0,
    median: values[Math.floor((values.length - 1) / 2)] ?? 0,
    most: values.at(-1) ?? 0,
    ...(pile === undefined ? {} : { pile }),
  };
}

/** The narrowest range that holds most of the values, if it is narrow: so a timer shows, or a size that doesn't pass. @param values sorted */
function pileOf(values: readonly number[]): Pile | undefined {
  const needed = Math.ceil(values.length * shareInPile);
  if (values.length < fewestValues) return undefined;
  let start = 0;
  const width = (from: number) => (values[from + needed - 1] ?? 0) - (values[from] ?? 0);
  for (let from = 1; from + needed <= values.length; from += 1) if (width(from) < width(start)) start = from;
  const to = values[start + needed - 1] ?? 0;
  const whole = (values.at(-1) ?? 0) - (values[0] ?? 0);
  const most = Math.abs(to) * widthOfPile;
  if (width(start) > most || whole <= most * spreadBeyond) return undefined;
  const from = values[start] ?? 0;
  return { from, to, count: values.filter((value) => value >= from && value <= to).length };
}
