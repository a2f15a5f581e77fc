import { OPTION_TIMESTAMPS, SYN } from '@fivewhys/capture';
import type { SeenSegment } from './seen-segment.ts';

/**
 * By how much one end's sequence numbers differ between two places, modulo 2^32: 0 unless something between gives connections other numbers (sequence randomization, a
 * proxy of SYNs).
 *
 * @param before its segments at one place @param after the same at another
 */
export function numberShift(before: readonly SeenSegment[], after: readonly SeenSegment[]): number {
  const syn = before.find(({ flags }) => (flags & SYN) !== 0);
  const synAfter = after.find(({ flags }) => (flags & SYN) !== 0);
  if (syn !== undefined && synAfter !== undefined) return (synAfter.sequence - syn.sequence) | 0;
  return shiftByTimestamps(before, after) ?? 0;
}

/** Without the SYN: what most data segments say that have the same timestamps and length at both places, and no other has. */
function shiftByTimestamps(before: readonly SeenSegment[], after: readonly SeenSegment[]): number | undefined {
  const there = once(after);
  const counts = new Map<number, number>();
  for (const [key, segment] of once(before)) {
    const other = there.get(key);
    if (segment === undefined || other === undefined) continue;
    const shift = (other.sequence - segment.sequence) | 0;
    counts.set(shift, (counts.get(shift) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}

/** Data segments by timestamps and length; undefined where several have the same. */
function once(segments: readonly SeenSegment[]): Map<string, SeenSegment | undefined> {
  const byKey = new Map<string, SeenSegment | undefined>();
  for (const segment of segments) {
    const { options, payloadBytes, timestampValue, timestampEcho } = segment;
    if (payloadBytes === 0 || (options & OPTION_TIMESTAMPS) === 0) continue;
    const key = `${timestampValue} ${timestampEcho} ${payloadBytes}`;
    byKey.set(key, byKey.has(key) ? undefined : segment);
  }
  return byKey;
}
