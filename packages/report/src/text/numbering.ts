import type { Explanation } from '@fivewhys/diagnosis';
import { numbering } from '../words/numbering.ts';
import type { Page } from './page.ts';

/** Says once what the numbers of streams and frames are. */
export function writeNumbering(explanation: Explanation, page: Page): void {
  page.blank();
  for (const sentence of numbering(explanation)) page.text(sentence, { styles: ['dim'] });
}
