/** What the command takes of this package: without the renderers, of which it loads the one that it needs. */
export { type CompareOptions, compare } from './compare.ts';
export { annotateError } from './errors.ts';
export { type ExplainOptions, explain } from './explain.ts';
export type { InputProgress } from './input-progress.ts';
export { parseCause } from './parse-cause.ts';
export { parseVantage, type Vantage } from './vantage.ts';
