import type { Explanation } from '@fivewhys/diagnosis';
import { amount, counted, listed } from '../quantities.ts';
import type { Page } from './page.ts';

/** That nothing was found, in what, and how far that can be trusted. */
export function writeNothingWrong({ inputs, unreadable, findings, summary }: Explanation, page: Page): void {
  page.blank();
  if (summary.connections === 0) {
    page.text('Nothing to judge: there is no TCP connection in what was read.', { styles: ['bold', 'yellow'] });
  } else {
    const seen = findings.length === 0 ? '' : ' What stood out is harmless.';
    page.text(`Nothing wrong was found.${seen}`, { styles: ['bold', 'green'] });
    const endings = Object.entries(summary.byEnding).sort(([, a], [, b]) => b - a);
    const list = endings.map(([ending, connections]) => `${amount(connections)} ${ending}`).join(', ');
    page.text(
      `Looked at how ${counted(summary.connections, 'connection')} opened, moved data and ended${list === '' ? '' : ` (${list})`}, and at ${counted(summary.resets, 'reset')}.`,
    );
  }
  page.text(`${limits(inputs, unreadable)} A capture shows only what passed by while and where it was taken.`);
}

function limits(inputs: Explanation['inputs'], unreadable: Explanation['unreadable']): string {
  const parts = [
    unreadable.length > 0 ? `${counted(unreadable.length, 'input')} could not be read` : undefined,
    inputs.some(({ damage, damageCount }) => damageCount > 0 || damage.length > 0) ? 'parts are damaged' : undefined,
    inputs.some(({ notes }) => notes.length > 0) ? 'the notes above say what could not be seen' : undefined,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? '' : `But ${listed(parts, parts.length)}.`;
}
