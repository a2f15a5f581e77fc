import type { Finding } from '@fivewhys/evidence';
import type { InputNames } from '../words/input-names.ts';
import { resetBy } from '../words/reset-by.ts';
import type { Page } from './page.ts';

const framesShown = 6;

/** Who reset it. */
export function writeResets(finding: Finding, names: InputNames, page: Page): void {
  const by = resetBy(finding, names, framesShown);
  if (by !== undefined) page.entry('Reset by', by.where, { lead: { text: `${by.who}:`, styles: ['bold'] } });
}
