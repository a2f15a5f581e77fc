import type { Fit, LookAlike, Misfit, NextStep, Remedy, Why } from '@fivewhys/evidence';
import { doneNotes, leftSteps, symptomOf, whysAbove } from './links.ts';
import type { Trouble } from './trouble.ts';

/** What a cause says of a trouble that it fits, besides what all of them say. */
export interface Conclusion {
  readonly directness: 'direct' | 'indirect';
  /** The links below the deaths, down to the root. */
  readonly whys: readonly Why[];
  readonly lookAlikes: readonly LookAlike[];
  readonly remedies: readonly Remedy[];
  readonly next?: readonly NextStep[];
  readonly notes?: readonly string[];
}

/** A cause that fits: its links under those of the deaths, and what was done already. */
export function fits(trouble: Trouble, conclusion: Conclusion): Fit {
  const { directness, whys, lookAlikes, remedies, next = [], notes = [] } = conclusion;
  return {
    kind: 'fits',
    directness,
    symptom: symptomOf(trouble),
    sentBy: 'unknown',
    whys: [...whysAbove(trouble), ...whys],
    lookAlikes,
    notes: [...doneNotes(trouble), ...notes],
    next: [...next, ...leftSteps(trouble)],
    remedies,
    group: symptomOf(trouble),
    measures: [],
  };
}

/** It does not fit. @param how `untold`: the evidence lacks what would tell */
export function doesNotFit(because: string, how?: 'untold'): Misfit {
  return how === undefined ? { kind: 'excluded', because } : { kind: 'excluded', because, untold: true };
}

/** It does not fit, as far as it is known how they ended; else the evidence lacks what would tell. */
export function notShown({ passings }: Trouble, because: string): Misfit {
  const isKnown = passings.every(
    ({ signal, death }) => signal !== undefined || (death !== undefined && death.cause !== 'unknown'),
  );
  return isKnown ? doesNotFit(because) : doesNotFit('how they ended is not known', 'untold');
}
