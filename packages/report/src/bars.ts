import type { DrawingOptions } from './histogram.ts';
import { amount } from './quantities.ts';

const rows = 8;
const unicodeLevels = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const asciiLevels = [' ', '.', '.', ':', ':', '|', '|', '#', '#'];

/** Values in a row, cut down to as many as there is room for: of neighbours that share a column the highest is drawn. */
export function barColumns(values: readonly number[], most: number): readonly number[] {
  if (values.length <= most) return values;
  return Array.from({ length: most }, (_, column) => {
    const from = Math.floor((column * values.length) / most);
    const to = Math.floor(((column + 1) * values.length) / most);
    return Math.max(...values.slice(from, to));
  });
}

/** Draws values as bars that stand, with the highest at the axis; at most `width` columns. A bar of a value above 0 is seen. */
export function renderBars(values: readonly number[], { width, unicode }: DrawingOptions): string[] {
  const highest = Math.max(0, ...values);
  const top = amount(Math.round(highest));
  const room = Math.max(1, width - top.length - 2);
  // Few values get wide bars, so that they fill what is there.
  const wide = Math.max(1, Math.min(3, Math.floor(room / Math.max(1, values.length))));
  const bars = barColumns(values, room);
  const levels = unicode ? unicodeLevels : asciiLevels;
  const full = levels.length - 1;
  const edge = unicode ? '│' : '|';
  const steps = bars.map((value) => (value > 0 ? Math.max(1, Math.round((value / highest) * rows * full)) : 0));
  const lines = Array.from({ length: rows }, (_, index) => {
    const below = (rows - 1 - index) * full;
    const label = index === 0 ? top : index === rows - 1 ? '0' : '';
    const drawn = steps.map((step) => (levels[Math.min(full, Math.max(0, step - below))] ?? ' ').repeat(wide)).join('');
    return `${label.padStart(top.length)} ${edge}${drawn}`.trimEnd();
  });
  const last = amount(values.length);
  const axis = `1${last.padStart(Math.max(last.length + 1, bars.length * wide - 1))}`;
  return values.length < 2 ? lines : [...lines, `${' '.repeat(top.length + 2)}${axis}`];
}
