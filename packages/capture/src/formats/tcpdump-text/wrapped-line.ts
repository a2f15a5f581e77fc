import type { SegmentLine } from './segment-line.ts';

/** Lines that a wrapped packet may go on over. */
const mostLines = 4;
const longestLine = 4096;

/** A packet's line that stops early, and what the next lines may add to it. */
export class WrappedLine {
  text = '';
  /** Where the packet begins in the text. */
  bodyAt = 0;
  /** What is wrong with it if nothing completes it. */
  reason = '';
  #lines = 0;

  hold(text: string, bodyAt: number, reason: string): void {
    this.text = text;
    this.bodyAt = bodyAt;
    this.reason = reason;
    this.#lines = 0;
  }

  /**
   * Tries a line as the rest. Mail programs break at a space and leave it out, terminals break anywhere: the way that reads better counts.
   *
   * @returns `whole` when `text` is complete now, `cut` when it is longer but still stops early, `none` when the line is no part of it
   */
  join(rest: string, segmentLine: SegmentLine): 'whole' | 'cut' | 'none' {
    this.#lines += 1;
    if (this.#lines > mostLines || this.text.length + rest.length > longestLine) return 'none';
    const spaced = `${this.text} ${rest}`;
    const joined = this.text + rest;
    const spacedReading = this.#read(spaced, segmentLine);
    const spacedEnd = segmentLine.end;
    const spacedOddities = segmentLine.text.oddities;
    const joinedReading = this.#read(joined, segmentLine);
    const isSpacedBetter =
      spacedReading === joinedReading
        ? spacedOddities <= segmentLine.text.oddities && spacedEnd >= segmentLine.end
        : spacedReading === 'whole' || (spacedReading === 'cut' && joinedReading !== 'whole');
    const reading = isSpacedBetter ? spacedReading : joinedReading;
    if (reading !== 'none') this.text = isSpacedBetter ? spaced : joined;
    return reading;
  }

  #read(line: string, segmentLine: SegmentLine): 'whole' | 'cut' | 'none' {
    if (!segmentLine.read(line, this.bodyAt)) return 'none';
    return segmentLine.reading === 'whole' || segmentLine.reading === 'cut' ? segmentLine.reading : 'none';
  }
}
