import { lengthMs, type Stretch } from '../stretch.ts';
import type { Totals } from '../usage-report.ts';

/** What an incident is compared with: what the log holds before it, if that is as long at least as the incident; else the longer of what is before it and behind it. */
export function baselineOf(incident: Stretch, { firstMs, lastMs }: Totals): Stretch | undefined {
  const before = { fromMs: firstMs, toMs: Math.min(incident.fromMs, lastMs) };
  // The last request ended at lastMs, and belongs to it.
  const behind = { fromMs: Math.max(incident.toMs, firstMs), toMs: lastMs + 1 };
  const chosen = lengthMs(before) >= lengthMs(incident) || lengthMs(before) >= lengthMs(behind) ? before : behind;
  return lengthMs(chosen) > 0 ? chosen : undefined;
}
