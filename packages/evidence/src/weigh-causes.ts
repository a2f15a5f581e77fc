import type { Cause, Fit } from './cause.ts';
import type { Verdict } from './verdict.ts';
import { verdicts } from './verdict.ts';

/** A cause named beside the chosen one. */
export interface NamedCause {
  readonly cause: string;
  readonly because: string;
}

/** The outcome of weighing all causes for one subject. */
export interface Weighed {
  readonly cause: string;
  readonly verdict: Verdict;
  readonly fit: Fit;
  readonly ruledOut: readonly NamedCause[];
  readonly stillPossible: readonly NamedCause[];
  /** Causes that did not fit by their own weighing, whatever the chosen one says of them as look-alikes. */
  readonly misfits: readonly NamedCause[];
}

/**
 * Weighs every cause for a subject and chooses the one with the surest verdict; of equals the first in the list, so lists go from the most specific
 * cause to the least. When none fits, the fallback speaks; its verdict is `undetermined`.
 *
 * A cause does not choose its verdict: it names its look-alikes and says which of them the evidence excludes, and the verdict follows.
 */
export function weighCauses<Subject>(
  subject: Subject,
  causes: readonly Cause<Subject>[],
  fallback: Cause<Subject>,
): Weighed {
  const fits: { cause: string; verdict: Verdict; fit: Fit }[] = [];
  const excluded: (NamedCause & { readonly untold: boolean })[] = [];
  for (const cause of causes) {
    const weighing = cause.weigh(subject);
    if (weighing.kind === 'fits') fits.push({ cause: cause.id, verdict: verdictOf(weighing), fit: weighing });
    else excluded.push({ cause: cause.id, because: weighing.because, untold: weighing.untold === true });
  }
  fits.sort((a, b) => verdicts.indexOf(a.verdict) - verdicts.indexOf(b.verdict));
  const chosen = fits[0] ?? fallbackFit(subject, fallback);
  const ruledOut = new Map<string, string>();
  const stillPossible = new Map<string, string>();
  for (const alike of chosen.fit.lookAlikes) {
    // What the fallback thinks possible by a glance has been weighed by those who know it.
    const own =
      fits.length === 0 && alike.stands !== true
        ? excluded.find(({ cause, untold }) => cause === alike.cause && !untold)
        : undefined;
    if (own !== undefined && !alike.excluded) ruledOut.set(alike.cause, own.because);
    else (alike.excluded ? ruledOut : stillPossible).set(alike.cause, alike.because);
  }
  for (const { cause, fit } of fits.slice(1)) {
    if (!ruledOut.has(cause) && !stillPossible.has(cause))
      stillPossible.set(cause, `the evidence fits it, too: ${fit.symptom}`);
  }
  for (const { cause, because, untold } of excluded) {
    if (!untold && !ruledOut.has(cause) && !stillPossible.has(cause)) ruledOut.set(cause, because);
  }
  return {
    cause: chosen.cause,
    verdict: chosen.verdict,
    fit: chosen.fit,
    ruledOut: [...ruledOut].map(([cause, because]) => ({ cause, because })),
    stillPossible: [...stillPossible].map(([cause, because]) => ({ cause, because })),
    misfits: excluded.map(({ cause, because }) => ({ cause, because })),
  };
}

/** The verdict that a fit deserves, by the definition of the verdicts. */
export function verdictOf(fit: Fit): Verdict {
  if (fit.directness === 'indirect') return 'possible';
  return fit.lookAlikes.every(({ excluded }) => excluded) ? 'proven' : 'likely';
}

function fallbackFit<Subject>(subject: Subject, fallback: Cause<Subject>) {
  const weighing = fallback.weigh(subject);
  if (weighing.kind !== 'fits') throw new TypeError(`the fallback cause ${fallback.id} must fit everything`);
  return { cause: fallback.id, verdict: 'undetermined' as const, fit: weighing };
}
