export type { Baseline } from './address-table.ts';
export type {
  AddressKey,
  Connection,
  Endpoint,
  Half,
  IcmpNote,
  KeptSegment,
  ResentSmaller,
  Reset,
  ResetEffect,
  ResetKind,
  Side,
} from './connection.ts';
export { type DiscardedRequest, readDiscardedRequest } from './conversation/discarded-request.ts';
export type { HttpBody } from './conversation/http-end.ts';
export type { HttpMessage, Spoken, SpokenByEnd, SshWords, TlsAlert, TlsWords } from './conversation/spoken.ts';
export { readUnansweredRequest, type UnansweredRequest } from './conversation/unanswered-request.ts';
export { describeConnection, readEnding } from './describe-connection.ts';
export type { Ending } from './ending.ts';
export {
  type FailedAttempt,
  type FailedAttemptLikeness,
  failedAttemptLikeness,
  readFailedAttempt,
} from './failed-attempt.ts';
export { type Fingerprint, readFingerprint } from './fingerprint.ts';
export { type ConnectionGlance, glanceAt } from './glance.ts';
export { historyMeanings } from './history.ts';
export type { LeftOpen } from './left-open.ts';
export { type LostAnswer, readLostAnswer } from './lost-answer.ts';
export type { PairSums } from './pair-sums.ts';
export type { ResetNote } from './reset-notes.ts';
export { distance, unsigned } from './sequence.ts';
export type { LivedSilence, Service } from './service-table.ts';
export { readSilence, type Silence, type UnacknowledgedData } from './silence.ts';
export { type Attempts, Surroundings } from './surroundings.ts';
export { type ReleaseListener, Tracker } from './tracker.ts';
export type { TrackingTallies } from './tracking-tallies.ts';
