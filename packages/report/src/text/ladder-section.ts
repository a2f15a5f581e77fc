import type { Finding, Ladder } from '@fivewhys/evidence';
import { renderLadder } from '../ladder.ts';
import { amount, counted } from '../quantities.ts';
import type { InputNames } from '../words/input-names.ts';
import type { Page } from './page.ts';

const indent = 2;
const rowsShown = 24;
const rowsAtTheEnd = 8;

/** The frames that matter, drawn. Of a long ladder the beginning and the end are. */
export function writeLadder({ count }: Finding, ladder: Ladder, names: InputNames, page: Page): void {
  page.blank();
  const first = count > 1 ? `, one of ${amount(count)}` : '';
  const { rows } = ladder;
  const left = page.verbose || rows.length <= rowsShown ? 0 : rows.length - rowsShown;
  const shown = left === 0 ? rows : [...rows.slice(0, rowsShown - rowsAtTheEnd), ...rows.slice(-rowsAtTheEnd)];
  const omitted =
    left === 0 ? '' : `; ${counted(left, 'row')} after frame ${shown[rowsShown - rowsAtTheEnd - 1]?.frame} left out`;
  page.text(`Stream ${ladder.stream}${names.of(ladder.input)}${first}${omitted}:`, { indent, styles: ['dim'] });
  page.drawing(renderLadder({ ...ladder, rows: shown }, { width: page.width - indent, unicode: page.unicode }), indent);
}
