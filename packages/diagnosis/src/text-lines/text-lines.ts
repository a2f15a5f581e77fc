import { endOfEscape } from './end-of-escape.ts';
import { escapeBegun, eventOf, foundIfAlone, isFoundAtLineEnd, lineEnd, type Sieve, stateBehind } from './sieve.ts';
import { standsAlone } from './stands-alone.ts';

/** What is longer is cut there: a line without an end must not fill the memory. The longest that is known is of `nstat --json`, 15,000 bytes. */
export const longestLineBytes = 65_536;

const newline = 0x0a;
const carriageReturn = 0x0d;

/** Takes the lines of a text that are of interest. */
export interface LineTaker {
  /**
   * @param line from 1
   * @param isCut whether it was longer than `longestLineBytes`
   */
  take(text: string, line: number, isCut: boolean): void;
  /** Whether the next line is of interest whatever it holds. It may change with each line that is taken. */
  readonly isAttentive: boolean;
}

/**
 * Cuts bytes that come in pieces into lines of text, in bounded memory: the same lines whatever the pieces are. A carriage return ends a line too, as programs draw their
 * progress with it, but only a newline counts. Lines in which the sieve finds nothing are counted and let go without being decoded: of a build's log that is nearly all.
 */
export class TextLines {
  readonly #sieve: Sieve | undefined;
  readonly #taker: LineTaker;
  readonly #decoder = new TextDecoder();
  /** The beginning of a line that goes on in the next piece. */
  readonly #begun = new Uint8Array(longestLineBytes);
  #begunBytes = 0;
  /** Of the line that goes on, kept or not. */
  #lineBytes = 0;
  #newlines = 0;
  #isLineBegun = false;
  #isFound = false;
  #state: number;

  /** @param sieve undefined to take every line */
  constructor(sieve: Sieve | undefined, taker: LineTaker) {
    this.#sieve = sieve;
    this.#taker = taker;
    this.#state = sieve?.lineStart ?? 0;
  }

  /** Lines so far, the one under way included. */
  get lines(): number {
    return this.#newlines + (this.#isLineBegun ? 1 : 0);
  }

  read(bytes: Uint8Array): void {
    for (let start = 0; start < bytes.length; ) {
      if (!this.#isWanted()) start = this.#sift(bytes, start);
      const end = this.#isWanted() ? endOfLine(bytes, start) : bytes.length;
      if (end === bytes.length) {
        this.#keep(bytes, start, end);
        return;
      }
      this.#emit(bytes, start, end);
      this.#endLine(bytes[end]);
      start = end + 1;
    }
  }

  /** The last line may lack its end. */
  end(): void {
    if (this.#sieve !== undefined && isFoundAtLineEnd(this.#sieve, this.#state)) this.#isFound = true;
    if (this.#isWanted()) this.#emit(new Uint8Array(), 0, 0);
  }

  #isWanted(): boolean {
    return this.#sieve === undefined || this.#isFound || this.#taker.isAttentive;
  }

  /** Lets lines go, up to the beginning of the first that is of interest, or of the last if that has no end here. */
  #sift(bytes: Uint8Array, from: number): number {
    const { classOf, next } = this.#sieve as Sieve;
    let state = this.#state;
    let start = from;
    for (let at = from; at < bytes.length; at += 1) {
      const transition = next[state + (classOf[bytes[at] as number] as number)] as number;
      if (transition >= 0) {
        state = transition;
        continue;
      }
      const event = eventOf(transition);
      state = stateBehind(transition);
      if (event === lineEnd) {
        this.#endLine(bytes[at]);
        start = at + 1;
      } else if (event === escapeBegun) {
        const end = endOfEscape(bytes, at);
        if (end < 0) return this.#find(start);
        at = end - 1;
      } else if (event !== foundIfAlone || standsAlone(bytes, at + 1)) {
        return this.#find(start);
      }
    }
    this.#state = state;
    return start;
  }

  #find(start: number): number {
    this.#isFound = true;
    return start;
  }

  #keep(bytes: Uint8Array, start: number, end: number): void {
    if (start === end) return;
    this.#isLineBegun = true;
    this.#lineBytes += end - start;
    const kept = Math.min(longestLineBytes - this.#begunBytes, end - start);
    this.#begun.set(bytes.subarray(start, start + kept), this.#begunBytes);
    this.#begunBytes += kept;
  }

  /** Hands a line on whose rest is given. */
  #emit(bytes: Uint8Array, start: number, end: number): void {
    if (this.#begunBytes > 0) this.#keep(bytes, start, end);
    const isWhole = this.#begunBytes === 0;
    const lineBytes = isWhole ? end - start : this.#lineBytes;
    if (lineBytes === 0) return;
    const line = isWhole
      ? bytes.subarray(start, Math.min(end, start + longestLineBytes))
      : this.#begun.subarray(0, this.#begunBytes);
    this.#taker.take(this.#decoder.decode(line), this.#newlines + 1, lineBytes > longestLineBytes);
  }

  #endLine(byte: number | undefined): void {
    this.#isLineBegun = byte === carriageReturn;
    if (byte === newline) this.#newlines += 1;
    this.#begunBytes = 0;
    this.#lineBytes = 0;
    this.#isFound = false;
    this.#state = this.#sieve?.lineStart ?? 0;
  }
}

/** The next newline or carriage return, or the end of the bytes. */
function endOfLine(bytes: Uint8Array, start: number): number {
  const lineEnd = bytes.indexOf(newline, start);
  const end = lineEnd < 0 ? bytes.length : lineEnd;
  const returnEnd = bytes.subarray(start, end).indexOf(carriageReturn);
  return returnEnd < 0 ? end : start + returnEnd;
}
