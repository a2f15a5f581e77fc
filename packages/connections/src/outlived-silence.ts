import * as at from './layout.ts';

type Rows = { readonly words: Int32Array; readonly cold: Int32Array; readonly coldTimes: Float64Array };

/**
 * How long the longest silence was that a connection outlived: both ends were heard after it. 0 when there was none of `shortestSilenceNs`.
 *
 * The row knows the longest that was outlived, and the longest that was not yet when it was noted.
 */
export function outlivedSilenceNs(rows: Rows, slot: number): number {
  return rows.coldTimes[slot * at.coldTimes + (isUnsettledLonger(rows, slot) ? at.UNSETTLED_NS : at.OUTLIVED_NS)];
}

/** The first frame after that silence. */
export function outlivedSilenceFrame(rows: Rows, slot: number): number {
  return rows.cold[slot * at.coldWords + (isUnsettledLonger(rows, slot) ? at.UNSETTLED_FRAME : at.OUTLIVED_FRAME)];
}

/** Takes in a silence. Call it before the segment behind it changes the row. @param frame the first one after it */
export function noteForOutlived(rows: Rows, slot: number, silenceNs: number, frame: number): void {
  const { cold, coldTimes } = rows;
  const time = slot * at.coldTimes;
  const row = slot * at.coldWords;
  if (isNowOutlived(rows, slot)) {
    if (isUnsettledLonger(rows, slot)) {
      coldTimes[time + at.OUTLIVED_NS] = coldTimes[time + at.UNSETTLED_NS];
      cold[row + at.OUTLIVED_FRAME] = cold[row + at.UNSETTLED_FRAME];
    }
    coldTimes[time + at.UNSETTLED_NS] = 0;
  }
  if (silenceNs <= coldTimes[time + at.UNSETTLED_NS]) return;
  coldTimes[time + at.UNSETTLED_NS] = silenceNs;
  cold[row + at.UNSETTLED_FRAME] = frame;
}

function isUnsettledLonger(rows: Rows, slot: number): boolean {
  const time = slot * at.coldTimes;
  return rows.coldTimes[time + at.UNSETTLED_NS] > rows.coldTimes[time + at.OUTLIVED_NS] && isNowOutlived(rows, slot);
}

function isNowOutlived({ words, cold }: Rows, slot: number): boolean {
  const after = cold[slot * at.coldWords + at.UNSETTLED_FRAME];
  const half = slot * at.rowWords + at.HALF;
  return words[half + at.LAST_SEGMENT_FRAME] >= after && words[half + at.halfWords + at.LAST_SEGMENT_FRAME] >= after;
}
