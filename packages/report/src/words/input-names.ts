import type { InputReport } from '@fivewhys/diagnosis';
import { pathText } from './path-text.ts';

/** What an input is called where it is mentioned: nothing when it is the only one, its file's name when no other has the same, else its path. */
export class InputNames {
  readonly #names: readonly string[];
  readonly #only: boolean;

  constructor(inputs: readonly Pick<InputReport, 'path'>[]) {
    const files = inputs.map(({ path }) => pathText(path.slice(path.lastIndexOf('/') + 1) || path));
    const times = new Map<string, number>();
    for (const file of files) times.set(file, (times.get(file) ?? 0) + 1);
    this.#names = inputs.map(({ path }, index) => {
      const file = files[index] ?? path;
      return times.get(file) === 1 ? file : path;
    });
    this.#only = inputs.length === 1;
  }

  /** For after a noun: ` of a.pcap`. */
  of(input: number): string {
    return this.#only ? '' : ` of ${this.name(input)}`;
  }

  /** For before what was found in it: `build.log, line 3: "curl: (52) …"`. */
  before(input: number, detail: string): string {
    if (this.#only) return detail;
    return `${this.name(input)}${/^lines? \d/.test(detail) ? ', ' : ': '}${detail}`;
  }

  name(input: number): string {
    return this.#names[input] ?? `input ${input}`;
  }
}
