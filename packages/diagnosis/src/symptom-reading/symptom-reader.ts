import { symptomPrograms } from '../symptoms/index.ts';
import { plainLine } from '../text-lines/plain-line.ts';
import { type Failure, Failures } from './failures.ts';
import { FoldedSymptoms } from './folded-symptoms.ts';
import type { SymptomProgram } from './program.ts';
import { readWordings } from './read-wordings.ts';
import { SeenLine } from './seen-line.ts';
import type { Symptom, SymptomKind } from './symptom.ts';

/** What is longer is cut there: an error stands at the front of its line. */
export const longestLogLine = 16_384;

/** What a text held. */
export interface SymptomReading {
  /** By most of its lines; undefined when nothing in it could be told. */
  readonly kind: SymptomKind | undefined;
  /** In the order of their first lines, alike ones as one. */
  readonly symptoms: readonly Symptom[];
  /** Lines surely of a known format, failure or not. */
  readonly ownLines: number;
  /** Lines of interest longer than `longestLogLine`, read as far as that. */
  readonly cutLines: number;
  /** Symptoms counted nowhere, because more kinds than can be kept came before. */
  readonly droppedSymptoms: number;
}

/**
 * Reads what programs wrote about failed connections out of the lines of a text of any size, in bounded memory: whole CI logs, colours, times and job names in front. Lines
 * that hold none of the programs' marks may be left out.
 *
 * ```ts
 * const reader = new SymptomReader();
 * reader.take('curl: (52) Empty reply from server', 812);
 * const { kind, symptoms } = reader.end();
 * ```
 */
export class SymptomReader {
  readonly #programs: readonly SymptomProgram[];
  readonly #folded = new FoldedSymptoms();
  readonly #failures = new Failures((failure) => this.#count(failure));
  readonly #counts = { 'client-log': 0, 'proxy-log': 0 };
  #ownLines = 0;
  #cutLines = 0;

  constructor(programs: readonly SymptomProgram[] = symptomPrograms) {
    this.#programs = programs;
  }

  /** The next line. @param line from 1 */
  take(text: string, line: number): void {
    if (text.length > longestLogLine) this.#cutLines += 1;
    const plain = plainLine(text.slice(0, longestLogLine));
    for (const program of this.#programs) {
      if (!program.hint.test(plain)) continue;
      const own = program.read?.(plain);
      if (own !== undefined) {
        this.#ownLines += 1;
        this.#counts[program.log] += 1;
      }
      const sighting = own ?? readWordings(plain, program);
      // A line of a known format is that program's, and what it quotes (a URL, a user agent) is nobody's word.
      if (sighting === 'no-failure') return;
      if (sighting === undefined) continue;
      // Words of a program whose log has a format: what `#count` counts is lines of the format.
      if (own === undefined && program.read !== undefined) this.#counts[program.log] += 1;
      this.#failures.add(new SeenLine(program, sighting, line, plain));
      return;
    }
  }

  /** The text has ended. */
  end(): SymptomReading {
    this.#failures.end();
    return {
      kind: this.#kind(),
      symptoms: this.#folded.all(),
      ownLines: this.#ownLines,
      cutLines: this.#cutLines,
      droppedSymptoms: this.#folded.dropped,
    };
  }

  #count(failure: Failure): void {
    const { log, read } = failure.lead.program;
    if (read === undefined) this.#counts[log] += 1;
    this.#folded.add(failure);
  }

  #kind(): SymptomKind | undefined {
    const { 'client-log': client, 'proxy-log': proxy } = this.#counts;
    if (client === 0 && proxy === 0) return undefined;
    return proxy >= client ? 'proxy-log' : 'client-log';
  }
}
