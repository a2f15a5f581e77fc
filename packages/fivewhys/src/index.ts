export type {
  CauseId,
  ConnectionReport,
  DamagePlace,
  Explanation,
  InputReport,
  Narrowing,
  UnreadableInput,
} from '@fivewhys/diagnosis';
export {
  CodedError,
  type Evidence,
  type Finding,
  type Remedy,
  type Verdict,
  type Why,
  type WhyNot,
} from '@fivewhys/evidence';
export { type Rendering, type RenderOptions, renderComparison, renderers } from '@fivewhys/report';
export type { ComparisonResult } from '@fivewhys/vantages';
export { type AnnotateOptions, annotate } from './annotate.ts';
export { type CompareOptions, compare } from './compare.ts';
export { type ExplainErrorCode, explainErrorCodes } from './errors.ts';
export { type ExplainOptions, explain } from './explain.ts';
export type { Input, NamedBytes } from './input.ts';
export type { InputProgress } from './input-progress.ts';
export { parseCause } from './parse-cause.ts';
export type { Vantage } from './vantage.ts';
