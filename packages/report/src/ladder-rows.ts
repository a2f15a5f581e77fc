import type { LadderRow } from '@fivewhys/evidence';
import { counted } from './quantities.ts';

const rowsShown = 24;
const rowsAtTheEnd = 8;

/** Of a long ladder the beginning and the end, and words for what is left out between them. */
export function shownRows(
  rows: readonly LadderRow[],
  verbose: boolean,
): { readonly rows: readonly LadderRow[]; readonly omitted: string } {
  const left = rows.length - rowsShown;
  if (verbose || left <= 0) return { rows, omitted: '' };
  const head = rows.slice(0, rowsShown - rowsAtTheEnd);
  return {
    rows: [...head, ...rows.slice(-rowsAtTheEnd)],
    omitted: `; ${counted(left, 'row')} after frame ${head.at(-1)?.frame} left out`,
  };
}
