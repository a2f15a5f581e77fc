export type { CatalogueEntry, CauseDescription, Fact } from './catalogue-entry.ts';
export type { Cause, Fit, LookAlike, Measure, Misfit, Sender, Weighing } from './cause.ts';
export { CodedError } from './coded-error.ts';
export type { Evidence } from './evidence.ts';
export type { EvidenceFlow, FlowEntrance, FlowText, FlowTextReport } from './evidence-flow.ts';
export type {
  Bin,
  Distribution,
  Finding,
  FindingLink,
  Fleet,
  Histogram,
  Ladder,
  LadderRow,
  Pile,
  Share,
  Subject,
} from './finding.ts';
export { formatInstant, type InstantNs } from './instant.ts';
export { type LineKind, LineText } from './line-text.ts';
export type { NextStep, Remedy } from './remedy.ts';
export { remembered } from './remembered.ts';
export { type Verdict, verdicts } from './verdict.ts';
export { type NamedCause, verdictOf, type Weighed, weighCauses } from './weigh-causes.ts';
export type { Why } from './why.ts';
export { type WhyNot, whyNot } from './why-not.ts';
