import type { Finding, Ladder } from '@fivewhys/evidence';
import { renderLadder } from '../ladder.ts';
import { shownRows } from '../ladder-rows.ts';
import { amount } from '../quantities.ts';
import type { InputNames } from '../words/input-names.ts';
import type { Page } from './page.ts';

const indent = 2;

/** The frames that matter, drawn. */
export function writeLadder({ count }: Finding, ladder: Ladder, names: InputNames, page: Page): void {
  const first = count > 1 ? `, one of ${amount(count)}` : '';
  const { rows, omitted } = shownRows(ladder.rows, page.verbose);
  page.blank();
  page.text(`Stream ${ladder.stream}${names.of(ladder.input)}${first}${omitted}:`, { indent, styles: ['dim'] });
  page.drawing(renderLadder({ ...ladder, rows }, { width: page.width - indent, unicode: page.unicode }), indent);
}
