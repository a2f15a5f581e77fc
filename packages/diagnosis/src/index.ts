export { describeCauses } from './catalogue/describe-causes.ts';
export { findCause } from './catalogue/find-cause.ts';
export { similarCauses } from './catalogue/similar-causes.ts';
export { toldOtherwise } from './catalogue/told-otherwise.ts';
export { type CauseId, catalogue, causeIds } from './catalogue.ts';
export { connectionCauses } from './causes/index.ts';
export { undetermined } from './causes/undetermined.ts';
export { Diagnosis, needsExplaining } from './diagnosis.ts';
export { Explainer, type ExplainOptions } from './explainer.ts';
export type {
  ConnectionReport,
  DamagePlace,
  Explanation,
  InputReport,
  Narrowing,
  UnreadableInput,
} from './explanation.ts';
export { frameComments } from './frame-comments.ts';
export { type ResetShapeRow, resetShapes } from './reset/reset-shapes.ts';
export type { ConnectionSubject } from './subject.ts';
export { Elsewhere } from './vantages/elsewhere.ts';
