/** What is longer is cut there: an error stands at the front of its line, and a line without an end must not fill the memory. */
export const longestLineBytes = 16_384;

const newline = 10;
const carriageReturn = 13;

/**
 * Cuts bytes that come in pieces into lines of text, in bounded memory: the same lines whatever the pieces are. A carriage return ends a line too,
 * as programs draw their progress with it, but only a newline counts.
 */
export class LogLines {
  readonly #sink: (text: string, line: number) => void;
  readonly #decoder = new TextDecoder();
  readonly #line = new Uint8Array(longestLineBytes);
  #length = 0;
  #cutBytes = 0;
  #newlines = 0;
  #isLineBegun = false;
  /** Lines of which something was cut off. */
  cutLines = 0;

  constructor(sink: (text: string, line: number) => void) {
    this.#sink = sink;
  }

  /** Lines so far, the one under way included. */
  get lines(): number {
    return this.#newlines + (this.#isLineBegun ? 1 : 0);
  }

  read(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      const end = endOfLine(bytes, at);
      this.#keep(bytes, at, end);
      if (end === bytes.length) return;
      this.#emit();
      this.#isLineBegun = bytes[end] === carriageReturn;
      if (bytes[end] === newline) this.#newlines += 1;
      at = end + 1;
    }
  }

  /** The last line may lack its end. */
  end(): void {
    this.#emit();
  }

  #keep(bytes: Uint8Array, start: number, end: number): void {
    if (start === end) return;
    this.#isLineBegun = true;
    const kept = Math.min(longestLineBytes - this.#length, end - start);
    this.#line.set(bytes.subarray(start, start + kept), this.#length);
    this.#length += kept;
    this.#cutBytes += end - start - kept;
  }

  #emit(): void {
    if (this.#cutBytes > 0) this.cutLines += 1;
    if (this.#length > 0) this.#sink(this.#decoder.decode(this.#line.subarray(0, this.#length)), this.#newlines + 1);
    this.#length = 0;
    this.#cutBytes = 0;
  }
}

/** The next newline or carriage return, or the end of the bytes. */
function endOfLine(bytes: Uint8Array, start: number): number {
  const lineEnd = bytes.indexOf(newline, start);
  const end = lineEnd < 0 ? bytes.length : lineEnd;
  const returnEnd = bytes.subarray(start, end).indexOf(carriageReturn);
  return returnEnd < 0 ? end : start + returnEnd;
}
