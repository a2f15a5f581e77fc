import type { SegmentRecord } from '@fivewhys/capture';
import type { Cursor } from './cursor.ts';
import * as at from './layout.ts';
import { noteForOutlived } from './outlived-silence.ts';

/**
 * Notes a time in which both ends were silent: of a connection that was silent for long in a busy capture the segments before are gone from the ring, and its row alone knows.
 * Call it before the segment changes the row.
 */
export function noteSilence(cursor: Cursor, segment: SegmentRecord): void {
  const { words, times, row } = cursor;
  const originator = row + at.HALF;
  const responder = originator + at.halfWords;
  const byResponder = words[responder + at.LAST_SEGMENT_FRAME] > words[originator + at.LAST_SEGMENT_FRAME];
  const last = byResponder ? responder : originator;
  const silenceNs = segment.instantNs - times[(last >> 1) + at.HALF_LAST_INSTANT];
  if (!(silenceNs >= at.shortestSilenceNs)) return; // also when nobody has spoken yet
  noteForOutlived(cursor, cursor.slot, silenceNs, segment.frame);
  cursor.coldTimes[cursor.coldTime + at.SILENCE_NS] = silenceNs;
  cursor.cold[cursor.coldRow + at.SILENCE_BEFORE_FRAME] = words[last + at.LAST_SEGMENT_FRAME];
  cursor.cold[cursor.coldRow + at.SILENCE_AFTER_FRAME] = segment.frame;
}
