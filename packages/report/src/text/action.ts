import type { Finding } from '@fivewhys/evidence';
import { isHarmless } from '../is-harmless.ts';
import type { Page } from './page.ts';

/**
 * What to do, in a line or two: the first remedy where the cause is sure enough to act on, else what to find out first, with its command.
 *
 * @returns how many of the next steps were told here, and need not be told again
 */
export function writeAction({ cause, verdict, remedies, next }: Finding, page: Page): number {
  const [remedy] = remedies;
  const [step] = next;
  const summary = remedy === undefined ? '' : numbered(remedy.summary, remedies.length);
  if (remedy !== undefined && (verdict === 'proven' || verdict === 'likely' || step === undefined)) {
    page.entry('To do', summary, { styles: ['bold'] });
    return 0;
  }
  if (step === undefined) {
    page.entry('To do', isHarmless({ cause }) ? 'Nothing.' : 'No remedy is known for this yet.', { styles: ['bold'] });
    return 0;
  }
  page.entry('To do', step.why, { lead: { text: 'Find out first:', styles: ['bold'] } });
  page.command(step.command);
  if (remedy !== undefined) page.entry('', summary, { lead: { text: 'If it is so:', styles: ['bold'] } });
  return 1;
}

/** Says behind a remedy that there are others; a full stop stays last. */
function numbered(summary: string, of: number): string {
  return of === 1 ? summary : summary.replace(/[.]?$/, (stop) => ` (remedy 1 of ${of})${stop}`);
}
