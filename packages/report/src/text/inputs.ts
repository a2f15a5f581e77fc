import type { Explanation, InputReport } from '@fivewhys/diagnosis';
import { counted } from '../quantities.ts';
import { damageText, inputFacts, shownDamage } from '../words/input-facts.ts';
import { pathText } from '../words/path-text.ts';
import { unreadWords } from '../words/unread.ts';
import type { Page } from './page.ts';

const damageShown = 5;

/** A line per input, with what was wrong with it and what to know about it beneath. */
export function writeInputs({ inputs, unreadable }: Explanation, page: Page): void {
  for (const input of inputs) writeInput(input, page);
  for (const { path, code, message } of unreadable) {
    page.text(`${unreadWords({ code })}: ${message} (${code})`, {
      lead: { text: `${pathText(path)}:`, styles: ['bold', 'red'] },
    });
  }
  if (inputs.length === 0 && unreadable.length > 0) {
    page.blank();
    page.text('Nothing could be read, so nothing was looked at.', { styles: ['bold', 'red'] });
  }
}

function writeInput(input: InputReport, page: Page): void {
  page.text(inputFacts(input), { lead: { text: `${pathText(input.path)}:`, styles: ['bold'] } });
  const { shown, more } = shownDamage(input, page.verbose ? input.damage.length : damageShown);
  for (const place of shown) page.text(damageText(place), { lead: { text: 'Damaged', styles: ['yellow'] }, indent: 2 });
  if (more > 0)
    page.text(`in ${counted(more, 'more place')}.`, { lead: { text: 'Damaged', styles: ['yellow'] }, indent: 2 });
  for (const note of input.notes) page.text(note, { lead: { text: 'Note:', styles: ['yellow'] }, indent: 2 });
}
