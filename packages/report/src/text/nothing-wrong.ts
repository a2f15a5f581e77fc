import type { Explanation } from '@fivewhys/diagnosis';
import { nothingWrong } from '../words/nothing-wrong.ts';
import type { Page } from './page.ts';

/** That nothing was found, in what, and how far that can be trusted. */
export function writeNothingWrong(explanation: Explanation, page: Page): void {
  const { kind, headline, sentences } = nothingWrong(explanation);
  page.blank();
  page.text(headline, { styles: ['bold', kind === 'nothing-wrong' ? 'green' : 'yellow'] });
  for (const sentence of sentences) page.text(sentence);
}
