import * as at from './layout.ts';

type Rows = { readonly words: Int32Array; readonly times: Float64Array };

/**
 * How long the longest silence was that a connection outlived: both ends were heard after it. 0 when there was none of `shortestSilenceNs`.
 *
 * The row knows the longest that was outlived, and the longest that was not yet when it was noted.
 */
export function outlivedSilenceNs(rows: Rows, slot: number): number {
  return rows.times[slot * at.rowTimes + (isUnsettledLonger(rows, slot) ? at.UNSETTLED_NS : at.OUTLIVED_NS)];
}

/** The first frame after that silence. */
export function outlivedSilenceFrame(rows: Rows, slot: number): number {
  return rows.words[slot * at.rowWords + (isUnsettledLonger(rows, slot) ? at.UNSETTLED_FRAME : at.OUTLIVED_FRAME)];
}

/** Takes in a silence. Call it before the segment behind it changes the row. @param frame the first one after it */
export function noteForOutlived(rows: Rows, slot: number, silenceNs: number, frame: number): void {
  const { words, times } = rows;
  const time = slot * at.rowTimes;
  const row = slot * at.rowWords;
  if (isNowOutlived(rows, slot)) {
    if (isUnsettledLonger(rows, slot)) {
      times[time + at.OUTLIVED_NS] = times[time + at.UNSETTLED_NS];
      words[row + at.OUTLIVED_FRAME] = words[row + at.UNSETTLED_FRAME];
    }
    times[time + at.UNSETTLED_NS] = 0;
  }
  if (silenceNs <= times[time + at.UNSETTLED_NS]) return;
  times[time + at.UNSETTLED_NS] = silenceNs;
  words[row + at.UNSETTLED_FRAME] = frame;
}

function isUnsettledLonger(rows: Rows, slot: number): boolean {
  const time = slot * at.rowTimes;
  return rows.times[time + at.UNSETTLED_NS] > rows.times[time + at.OUTLIVED_NS] && isNowOutlived(rows, slot);
}

function isNowOutlived({ words }: Rows, slot: number): boolean {
  const row = slot * at.rowWords;
  const half = row + at.HALF;
  const after = words[row + at.UNSETTLED_FRAME];
  return words[half + at.LAST_SEGMENT_FRAME] >= after && words[half + at.halfWords + at.LAST_SEGMENT_FRAME] >= after;
}
