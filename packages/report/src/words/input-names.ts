import type { InputReport } from '@fivewhys/diagnosis';
import { shorten } from '../text/shorten.ts';
import { pathText } from './path-text.ts';

/** Beyond this a name that stands in every line is all that one sees. The list of inputs has it whole. */
const longest = 40;

/** What an input is called where it is mentioned: nothing when it is the only one, its file's name when no other has the same, else its path. Long ones are shortened as long as that leaves them different. */
export class InputNames {
  readonly #names: readonly string[];
  readonly #only: boolean;

  constructor(inputs: readonly Pick<InputReport, 'path'>[]) {
    const files = inputs.map(({ path }) => pathText(path.slice(path.lastIndexOf('/') + 1) || path));
    const times = new Map<string, number>();
    for (const file of files) times.set(file, (times.get(file) ?? 0) + 1);
    const names = inputs.map(({ path }, index) => {
      const file = files[index] ?? path;
      return times.get(file) === 1 ? file : path;
    });
    this.#names = shortened(names);
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

function shortened(names: readonly string[]): readonly string[] {
  const short = names.map((name) => shorten(name, longest));
  return new Set(short).size === new Set(names).size ? short : names;
}
