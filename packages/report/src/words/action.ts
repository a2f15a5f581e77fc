import type { Finding, NextStep } from '@fivewhys/evidence';
import { isHarmless } from '../is-harmless.ts';

/** What to do first about a finding. */
export type Action =
  | { readonly kind: 'do'; readonly summary: string }
  /** The cause is not sure enough to act on: first this command, and the remedy, if there is one, when it is so. */
  | { readonly kind: 'find-out'; readonly step: NextStep; readonly remedy: string | undefined };

/** The first remedy where the cause is sure enough to act on, else what to find out first. */
export function actionOf({ cause, verdict, remedies, next }: Finding): Action {
  const [remedy] = remedies;
  const [step] = next;
  const summary = remedy === undefined ? undefined : numbered(remedy.summary, remedies.length);
  const sure = verdict === 'proven' || verdict === 'likely' || step === undefined;
  if (summary !== undefined && sure) return { kind: 'do', summary };
  if (step !== undefined) return { kind: 'find-out', step, remedy: summary };
  return { kind: 'do', summary: isHarmless({ cause }) ? 'Nothing.' : 'No remedy is known for this yet.' };
}

/** Says behind a remedy that there are others; a full stop stays last. */
function numbered(summary: string, of: number): string {
  return of === 1 ? summary : summary.replace(/[.]?$/, (stop) => ` (remedy 1 of ${of})${stop}`);
}
