import { readNewStyle } from './new-style.ts';
import { readOldStyle } from './old-style.ts';
import { flagsMark, isPairOfHeaders, type Pair, pairEndingAt } from './packet-body.ts';
import { Scanner } from './scanner.ts';
import { type Reading, SegmentText } from './segment-text.ts';

/** Packets inside one another, and the MAC addresses before them, on one line. */
const mostPairs = 8;

/** Finds and reads the TCP segment of a line, in the style of any version. One is reused for all lines. */
export class SegmentLine {
  readonly text = new SegmentText();
  /** The segment's endpoints. */
  pair: Pair = { start: 0, between: 0, end: 0 };
  /** Undefined when the line stops inside the flags. */
  reading: Reading | undefined;
  /** Nothing stands before the endpoints but `IP`: the common line. */
  isPlain = false;
  readonly #scanner = new Scanner();

  /** How far the last line could be read. */
  get end(): number {
    return this.#scanner.at;
  }

  /** @returns false when the line shows no endpoints with TCP flags behind them */
  read(line: string, at: number): boolean {
    const flagsAt = line.indexOf(flagsMark, at);
    return flagsAt < 0 ? this.#readOldStyle(line, at) : this.#readNewStyle(line, at, flagsAt);
  }

  #readNewStyle(line: string, at: number, flagsAt: number): boolean {
    const pair = pairEndingAt(line, at, flagsAt);
    if (pair === undefined) return false;
    this.isPlain = line.startsWith('IP', at) && pair.start - at <= 4;
    if (!this.isPlain && !isPairOfHeaders(line, at, pair)) return false;
    this.pair = pair;
    this.#scanner.start(line, flagsAt + flagsMark.length);
    this.reading = readNewStyle(this.#scanner, this.text);
    return true;
  }

  /** The first pair behind which a segment of the old style stands; the pairs before it are tunnels. */
  #readOldStyle(line: string, at: number): boolean {
    this.isPlain = false;
    let from = at;
    for (let pairs = 0; pairs < mostPairs; pairs += 1) {
      const between = line.indexOf(' > ', from);
      const end = between < 0 ? -1 : line.indexOf(': ', between);
      if (end < 0) return false;
      this.#scanner.start(line, end + 2);
      this.reading = readOldStyle(this.#scanner, this.text);
      if (this.reading !== undefined) {
        const pair = pairEndingAt(line, at, end);
        if (pair === undefined || !isPairOfHeaders(line, at, pair)) return false;
        this.pair = pair;
        return true;
      }
      from = end;
    }
    return false;
  }
}
