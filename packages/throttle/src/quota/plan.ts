import { throttleError } from '../errors.ts';
import type { Quota } from './debt-bucket.ts';

/**
 * How a decision is acted upon. `shadow`: nothing is refused, headers and records say what would have been. `enforce`: what is over its quota gets a 429.
 * `{ enforcePercent }`: so many of a hundred accounts are enforced, the others are in shadow; the same ones from one percentage to a higher one.
 */
export type Mode = 'shadow' | 'enforce' | { readonly enforcePercent: number };

/** A class of accounts. */
export interface Plan extends Quota {
  /** Instead of the throttle's own mode. */
  readonly mode?: Mode;
}

/** A million units, that is 30 CPU seconds by the default weights, in an hour. */
export const defaultPlan: Plan = { units: 1_000_000, windowS: 3600 };

/** @throws CodedError `THROTTLE_OPTION_INVALID` */
export function checkedPlan(name: string, plan: Plan): Plan {
  const positive = (value: number): boolean => value > 0 && Number.isFinite(value);
  if (!positive(plan.units)) throw throttleError('THROTTLE_OPTION_INVALID', `${name}.units`, plan.units, 'above 0');
  if (!positive(plan.windowS))
    throw throttleError('THROTTLE_OPTION_INVALID', `${name}.windowS`, plan.windowS, 'above 0');
  if (plan.mode !== undefined) checkMode(`${name}.mode`, plan.mode);
  return plan;
}

/** @throws CodedError `THROTTLE_OPTION_INVALID` */
export function checkMode(name: string, mode: Mode): void {
  if (mode === 'shadow' || mode === 'enforce') return;
  const percent = typeof mode === 'object' ? mode.enforcePercent : Number.NaN;
  if (!(percent >= 0 && percent <= 100))
    throw throttleError(
      'THROTTLE_OPTION_INVALID',
      name,
      JSON.stringify(mode),
      '"shadow", "enforce" or { enforcePercent: 0 to 100 }',
    );
}
