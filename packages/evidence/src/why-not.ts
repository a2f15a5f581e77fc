import type { Weighed } from './weigh-causes.ts';

/** Why a finding is not of a certain cause: the answer to whoever suspected it. */
export interface WhyNot {
  readonly cause: string;
  /**
   * - `concluded`: it is of that cause.
   * - `ruled-out`: the evidence for the cause that was concluded excludes it.
   * - `did-not-fit`: weighed by itself it does not fit.
   * - `still-possible`: it is not excluded.
   * - `not-weighed`: nothing was weighed against it.
   */
  readonly outcome: 'concluded' | 'ruled-out' | 'did-not-fit' | 'still-possible' | 'not-weighed';
  /** One reason, or two: as a look-alike of what was concluded, and weighed by itself. */
  readonly because: readonly string[];
}

/** Looks up in a weighing what became of a cause. It weighs nothing anew. */
export function whyNot({ cause: chosen, ruledOut, stillPossible, misfits }: Weighed, cause: string): WhyNot {
  if (cause === chosen) return { cause, outcome: 'concluded', because: [] };
  const reasonIn = (named: Weighed['misfits']) => named.find((one) => one.cause === cause)?.because;
  const misfit = reasonIn(misfits);
  const excluded = reasonIn(ruledOut);
  const possible = reasonIn(stillPossible);
  const because = [...new Set([possible, excluded, misfit].filter((reason) => reason !== undefined))];
  if (possible !== undefined) return { cause, outcome: 'still-possible', because };
  if (excluded !== undefined && excluded !== misfit) return { cause, outcome: 'ruled-out', because };
  return { cause, outcome: misfit === undefined ? 'not-weighed' : 'did-not-fit', because };
}
