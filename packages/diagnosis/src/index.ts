export {
  type CauseDescription,
  describeCause,
  findCause,
  isConcluded,
} from './catalogue/describe-cause.ts';
export type { CatalogueEntry, Fact } from './catalogue/entry.ts';
export { similarCauses } from './catalogue/similar-causes.ts';
export { type CauseId, catalogue, causeIds } from './catalogue.ts';
export { connectionCauses } from './causes/index.ts';
export { undetermined } from './causes/undetermined.ts';
export { Diagnosis, needsExplaining } from './diagnosis.ts';
export { Explainer, type ExplainOptions } from './explainer.ts';
export type { ConnectionReport, DamagePlace, Explanation, InputReport, UnreadableInput } from './explanation.ts';
export type { ConnectionSubject } from './subject.ts';
