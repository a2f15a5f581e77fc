import type { Finding } from '@fivewhys/evidence';
import { actionOf } from '../words/action.ts';
import type { Page } from './page.ts';

/**
 * What to do, in a line or two.
 *
 * @returns how many of the next steps were told here, and need not be told again
 */
export function writeAction(finding: Finding, page: Page): number {
  const action = actionOf(finding);
  if (action.kind === 'do') {
    page.entry('To do', action.summary, { styles: ['bold'] });
    return 0;
  }
  page.entry('To do', action.step.why, { lead: { text: 'Find out first:', styles: ['bold'] } });
  page.command(action.step.command);
  if (action.remedy !== undefined) page.entry('', action.remedy, { lead: { text: 'If it is so:', styles: ['bold'] } });
  return 1;
}
