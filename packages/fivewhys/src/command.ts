/** What the command takes of this package: without the renderers, of which it loads the one that it needs. */
export { causeIds, describeCauses } from './all-causes.ts';
export { annotateError } from './errors.ts';
export { type ExplainOptions, explain } from './explain.ts';
export type { InputProgress } from './input-progress.ts';
export { parseCause } from './parse-cause.ts';
export { parseVantage, type Vantage } from './vantage.ts';

/** What only comparisons need, loaded for them alone. */
export async function loadCompare() {
  return (await import('./compare.ts')).compare;
}
