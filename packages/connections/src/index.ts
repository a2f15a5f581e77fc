export type {
  Connection,
  Endpoint,
  Half,
  IcmpNote,
  KeptSegment,
  Reset,
  ResetEffect,
  ResetKind,
  Side,
} from './connection.ts';
export { describeConnection, readEnding } from './describe-connection.ts';
export type { Ending } from './ending.ts';
export { type ConnectionGlance, glanceAt } from './glance.ts';
export { historyMeanings } from './history.ts';
export { distance, unsigned } from './sequence.ts';
export { type Attempts, type Baseline, type ResetNote, type Service, Surroundings } from './surroundings.ts';
export { type ReleaseListener, Tracker } from './tracker.ts';
export type { TrackingTallies } from './tracking-tallies.ts';
