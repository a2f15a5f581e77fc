export type { ClockOffset } from './clock-offset.ts';
export { type Comparison, type CompareOptions, compareCaptures, type VantageCapture } from './compare-captures.ts';
export type {
  Absence,
  Change,
  ClockReport,
  ComparedConnection,
  Journey,
  PlaceReport,
  ResetOrigin,
  Vantage,
} from './comparison.ts';
export type { MatchBasis } from './match-connections.ts';
export type { OrderBasis, VantageName } from './order-places.ts';
export type { SeenSegment } from './seen-segment.ts';
export type { Sighting, Survey } from './survey.ts';
