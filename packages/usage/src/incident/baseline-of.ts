import { lengthMs, type Stretch } from '../stretch.ts';
import type { Totals } from '../usage-report.ts';

const hourMs = 3_600_000;

/**
 * What an incident is compared with: the hour before it, or twice its length if that is longer, for load goes with the time of day. Where the log holds less than the incident's length before it,
 * the same behind it, if there is more.
 */
export function baselineOf(incident: Stretch, { firstMs, lastMs }: Totals): Stretch | undefined {
  const length = Math.max(hourMs, 2 * lengthMs(incident));
  const before = { fromMs: Math.max(firstMs, incident.fromMs - length), toMs: Math.min(incident.fromMs, lastMs) };
  // The last request ended at lastMs, and belongs to it.
  const behind = { fromMs: Math.max(incident.toMs, firstMs), toMs: Math.min(incident.toMs + length, lastMs + 1) };
  const chosen = lengthMs(before) >= lengthMs(incident) || lengthMs(before) >= lengthMs(behind) ? before : behind;
  return lengthMs(chosen) > 0 ? chosen : undefined;
}

/** What the log holds of a stretch; undefined where that is nothing. Time of which it tells nothing is no time without load. */
export function heldOf({ fromMs, toMs }: Stretch, { firstMs, lastMs }: Totals): Stretch | undefined {
  const held = { fromMs: Math.max(fromMs, firstMs), toMs: Math.min(toMs, lastMs + 1) };
  return lengthMs(held) > 0 ? held : undefined;
}
