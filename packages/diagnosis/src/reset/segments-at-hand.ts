import type { Connection, KeptSegment } from '@fivewhys/connections';

/** All segments of a connection that were kept, in order: the first and the newest, and those around what was sent again in smaller ones. */
export function segmentsAtHand({ segments, resentSmaller }: Connection): readonly KeptSegment[] {
  if (resentSmaller === undefined) return segments;
  const { before, smaller, acknowledgment } = resentSmaller;
  const kept = new Map<string, KeptSegment>();
  for (const segment of [...before, smaller, acknowledgment, ...segments]) {
    kept.set(`${segment.frame} ${segment.from} ${segment.sequence}`, segment);
  }
  return [...kept.values()].sort((a, b) => a.frame - b.frame);
}
