import { instantOf } from './line-time.ts';
import type { Sighting, SymptomProgram } from './program.ts';
import { quote } from './quote.ts';
import type { QuotedLine, SymptomInstant } from './symptom.ts';

/** One line that tells something. What only the first and the last of many alike ones need is made when it is asked for. */
export class SeenLine {
  readonly program: SymptomProgram;
  readonly sighting: Sighting;
  readonly line: number;
  readonly #text: string;
  #instant: SymptomInstant | undefined;

  constructor(program: SymptomProgram, sighting: Sighting, line: number, text: string) {
    this.program = program;
    this.sighting = sighting;
    this.line = line;
    this.#text = text;
  }

  get quoted(): QuotedLine {
    return { line: this.line, text: quote(this.#text, this.sighting.at) };
  }

  get instant(): SymptomInstant {
    this.#instant ??= instantOf(this.#text);
    return this.#instant;
  }
}
