import { RECORD_FLAGS, RECORD_FRAME, RECORD_INSTANT, RST } from '@fivewhys/capture';
import { instantAt } from './copies.ts';
import * as at from './layout.ts';
import { headSegments, tailSegments } from './segment-log.ts';
import type { Tracked } from './tracked.ts';

/**
 * The longest silence among the kept segments that a connection outlived: both ends were heard after it. What lies between the first segments and the newest is not kept, so
 * the time between those two groups is no silence unless nothing is missing there.
 */
export function longestLived(tracker: Tracked, slot: number): { silenceNs: number; frame: number } | undefined {
  const { words } = tracker.table;
  const row = slot * at.rowWords;
  const logged = words[row + at.LOGGED];
  let kept = 0;
  let nextLog: Int32Array | undefined;
  let nextInstant = Number.NaN;
  let nextFrame = 0;
  let heard = 0;
  let longest: { silenceNs: number; frame: number } | undefined;
  // Newest first: who was heard after a silence is known when it is reached.
  tracker.log.findNewest(
    slot,
    logged,
    words[row + at.NEWEST_LOGGED],
    headSegments + tailSegments,
    (log, offset, fromResponder) => {
      const instantNs = instantAt(log, offset + RECORD_INSTANT);
      // The first segments lie in another memory than the newest. Fewer than `tailSegments` are left of those when the others were overwritten.
      const somethingIsMissing = log !== nextLog && kept + headSegments < logged;
      if (kept > 0 && !somethingIsMissing && heard === 3 && nextInstant - instantNs > (longest?.silenceNs ?? 0)) {
        longest = { silenceNs: nextInstant - instantNs, frame: nextFrame };
      }
      if ((log[offset + RECORD_FLAGS] & RST) === 0) heard |= fromResponder ? 2 : 1;
      kept += 1;
      nextLog = log;
      nextInstant = instantNs;
      nextFrame = log[offset + RECORD_FRAME];
      return false;
    },
  );
  return longest;
}
