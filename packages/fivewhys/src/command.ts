/** What the command takes of this package: without the renderers, of which it loads the one that it needs. */
export { annotateError } from './errors.ts';
export { type ExplainOptions, explain, type InputProgress } from './explain.ts';
export { parseCause } from './parse-cause.ts';
