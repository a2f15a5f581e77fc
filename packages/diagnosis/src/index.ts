export { type CauseDescription, describeCauses } from './catalogue/describe-causes.ts';
export type { CatalogueEntry, Fact } from './catalogue/entry.ts';
export { findCause } from './catalogue/find-cause.ts';
export { isConcluded } from './catalogue/is-concluded.ts';
export { similarCauses } from './catalogue/similar-causes.ts';
export { type CauseId, catalogue, causeIds } from './catalogue.ts';
export { connectionCauses } from './causes/index.ts';
export { undetermined } from './causes/undetermined.ts';
export { Diagnosis, needsExplaining } from './diagnosis.ts';
export { Explainer, type ExplainOptions } from './explainer.ts';
export type { ConnectionReport, DamagePlace, Explanation, InputReport, UnreadableInput } from './explanation.ts';
export type { ConnectionSubject } from './subject.ts';
export { findingOfSymptom } from './symptom-findings/finding-of-symptom.ts';
export { longestLineBytes } from './symptom-reading/log-lines.ts';
export type { SymptomProgram } from './symptom-reading/program.ts';
export { recognizeSymptoms } from './symptom-reading/recognize-symptoms.ts';
export type {
  QuotedLine,
  Saying,
  Symptom,
  SymptomEndpoint,
  SymptomInstant,
  SymptomKind,
} from './symptom-reading/symptom.ts';
export { SymptomReader, type SymptomReading } from './symptom-reading/symptom-reader.ts';
export { effects as symptomEffects } from './symptom-words/effects.ts';
export { phases as symptomPhases } from './symptom-words/phases.ts';
export { symptomPrograms } from './symptoms/index.ts';
