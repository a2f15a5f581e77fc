export { findingOfSymptom } from '../../src/symptom-findings/finding-of-symptom.ts';
export { holdsSymptoms, mayHoldSymptoms } from '../../src/symptom-reading/is-log.ts';
export { longestLineBytes } from '../../src/symptom-reading/log-lines.ts';
export type { SymptomProgram } from '../../src/symptom-reading/program.ts';
export type { Symptom, SymptomInstant } from '../../src/symptom-reading/symptom.ts';
export { SymptomReader, type SymptomReading } from '../../src/symptom-reading/symptom-reader.ts';
export { effects as symptomEffects } from '../../src/symptom-words/effects.ts';
export { phases as symptomPhases } from '../../src/symptom-words/phases.ts';
export { symptomPrograms } from '../../src/symptoms/index.ts';
