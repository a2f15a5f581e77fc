import type { ConnectionRows } from './connection-rows.ts';
import {
  coldTimes as coldTimesPerRow,
  coldWords,
  HALF,
  HALF_LAST_INSTANT,
  HALF_TIMES,
  halfTimes,
  halfWords,
  LAST_OTHER_FRAME,
  LAST_OTHER_INSTANT,
  LAST_SEGMENT_FRAME,
  OTHER_FRAMES,
  rowTimes,
  rowWords,
  SEGMENTS,
} from './layout.ts';

/** How many frames a connection has, copies and all. */
export function framesOf(rows: ConnectionRows, slot: number): number {
  const half = slot * rowWords + HALF;
  const segments = rows.words[half + SEGMENTS] + rows.words[half + halfWords + SEGMENTS];
  return segments + rows.cold[slot * coldWords + OTHER_FRAMES];
}

/** The number of a connection's last frame. */
export function lastFrameOf(rows: ConnectionRows, slot: number): number {
  const half = slot * rowWords + HALF;
  return Math.max(
    rows.words[half + LAST_SEGMENT_FRAME],
    rows.words[half + halfWords + LAST_SEGMENT_FRAME],
    rows.cold[slot * coldWords + LAST_OTHER_FRAME],
  );
}

/** The instant of a connection's last frame, in nanoseconds since the capture's base. */
export function lastInstantOf(rows: ConnectionRows, slot: number): number {
  const half = slot * rowWords + HALF;
  const time = slot * rowTimes + HALF_TIMES;
  const last = lastFrameOf(rows, slot);
  if (rows.words[half + LAST_SEGMENT_FRAME] === last) return rows.times[time + HALF_LAST_INSTANT];
  if (rows.words[half + halfWords + LAST_SEGMENT_FRAME] === last) {
    return rows.times[time + halfTimes + HALF_LAST_INSTANT];
  }
  return rows.coldTimes[slot * coldTimesPerRow + LAST_OTHER_INSTANT];
}
