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
export { type Rendering, type RenderOptions, renderers } from '@fivewhys/report';
export { type AnnotateOptions, annotate } from './annotate.ts';
export { type ExplainErrorCode, explainErrorCodes } from './errors.ts';
export { type ExplainOptions, explain, type InputProgress } from './explain.ts';
export type { Input, NamedBytes } from './input.ts';
export { parseCause } from './parse-cause.ts';
