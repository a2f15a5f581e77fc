/**
 * How sure a finding is.
 *
 * - `proven`: the evidence at hand excludes every look-alike that the catalogue names for the cause.
 * - `likely`: it fits, and a named look-alike is not excluded.
 * - `possible`: only indirect evidence.
 * - `undetermined`: no cause fits; the finding says what to collect.
 */
export type Verdict = 'proven' | 'likely' | 'possible' | 'undetermined';

/** From the surest on. */
export const verdicts: readonly Verdict[] = ['proven', 'likely', 'possible', 'undetermined'];
