import type { FlowText, FlowTextReport } from './evidence-flow.ts';

const mostDamageNamed = 50;

/** How a line came: whole, cut off by the text's end, or longer than any that is of use; of the last nothing is handed on. */
export type LineKind = 'whole' | 'last' | 'too-long';

/** A text of a flow that is read line by line, such as JSON lines: pieces of bytes to lines, and the lines that are damage. Memory does not grow with the text. */
export abstract class LineText implements FlowText {
  readonly #longestLine: number;
  readonly #decoder = new TextDecoder();
  readonly #damage: { line: number; reason: string }[] = [];
  #damageCount = 0;
  #lines = 0;
  #rest = '';
  #isTooLong = false;

  /** @param longestLine in UTF-16 code units */
  constructor(longestLine: number) {
    this.#longestLine = longestLine;
  }

  /** Takes one line in. @returns what is wrong with it */
  protected abstract takeLine(line: string, how: LineKind): string | undefined;

  /** What is to be said of the text as a whole. */
  protected abstract notes(): readonly string[];

  /** Number of the line that is being taken in, from 1. */
  protected get line(): number {
    return this.#lines;
  }

  read(bytes: Uint8Array): void {
    this.#take(this.#decoder.decode(bytes, { stream: true }));
  }

  end(): void {
    this.#take(this.#decoder.decode());
    if (this.#rest !== '' || this.#isTooLong) this.#takeLine(this.#rest, 'last');
  }

  report(): FlowTextReport {
    return { lines: this.#lines, damage: this.#damage, damageCount: this.#damageCount, notes: this.notes() };
  }

  #take(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#takeLine(line, 'whole');
    if (this.#rest.length <= this.#longestLine) return;
    this.#rest = '';
    this.#isTooLong = true;
  }

  #takeLine(line: string, how: LineKind): void {
    this.#lines += 1;
    const isTooLong = this.#isTooLong || line.length > this.#longestLine;
    this.#isTooLong = false;
    if (!isTooLong && line.trim() === '') return;
    const wrong = isTooLong ? this.takeLine('', 'too-long') : this.takeLine(line.trim(), how);
    if (wrong === undefined) return;
    this.#damageCount += 1;
    if (this.#damage.length < mostDamageNamed) this.#damage.push({ line: this.#lines, reason: wrong });
  }
}
