import type { ReaderContext } from '../reader-context.ts';

/** Different names kept; a text that a person pastes has a few, one printed without `-n` has as many as hosts. */
const mostNames = 65_536;
const longestName = 256;

/** Gives names and placeholders their index in the context's `names`. */
export class NameTable {
  readonly #context: ReaderContext;
  readonly #indexes = new Map<string, number>();
  #overflowNoted = false;

  constructor(context: ReaderContext) {
    this.#context = context;
  }

  /** @returns the name's index; -1 when no more names are kept */
  indexOf(latin1: string): number {
    const known = this.#indexes.get(latin1);
    if (known !== undefined) return known;
    const { names, damage } = this.#context;
    if (names.length >= mostNames) {
      if (!this.#overflowNoted) {
        damage.add({ reason: `more than ${mostNames} different names: connections between others are not read` });
      }
      this.#overflowNoted = true;
      return -1;
    }
    // The line was read byte by byte; what people write is UTF-8. The copy also lets go of the line that the name is a part of.
    const bytes = Buffer.from(latin1, 'latin1');
    const index = names.length;
    this.#indexes.set(bytes.toString('latin1'), index);
    names.push(bytes.subarray(0, longestName).toString('utf8'));
    return index;
  }
}
