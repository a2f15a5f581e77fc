export type { ClockOffset } from './clock-offset.ts';
export { instantThere, uncertaintyAt } from './clock-offset.ts';
export {
  type CompareOptions,
  type Comparison,
  compareCaptures,
  UnreadableCapture,
  type VantageCapture,
} from './compare-captures.ts';
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
export type { ComparedInput, ComparisonResult, UnreadInput } from './comparison-result.ts';
export { durationText } from './duration-text.ts';
export { mostKept, mostKeptOfOne } from './keep-segments.ts';
export type { MatchBasis } from './match-connections.ts';
export type { OrderBasis, VantageName } from './order-places.ts';
export type { ProxyGuess } from './proxied.ts';
export { describe as describeSegment, type PlaceName, type Remark, remarksOn } from './remarks.ts';
export type { SeenSegment } from './seen-segment.ts';
export type { Sighting, Survey } from './survey.ts';
