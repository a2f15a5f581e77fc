import type { Remedy } from '@fivewhys/evidence';
import type { Page } from './page.ts';

/** What to do, with everything that someone needs to know before doing it. */
export function writeRemedies(remedies: readonly Remedy[], page: Page): void {
  remedies.forEach(({ summary, commands, harm, verify, undo, source }, index) => {
    page.blank();
    page.entry(remedies.length === 1 ? 'Remedy' : `Remedy ${index + 1}`, summary, { styles: ['bold'] });
    for (const command of commands) page.command(command);
    for (const [name, text] of Object.entries({ Harm: harm, Verify: verify, Undo: undo, Source: source })) {
      if (text !== '') page.entry('', text, { lead: { text: `${name}:`, styles: ['dim'] }, hanging: 2 });
    }
  });
}
