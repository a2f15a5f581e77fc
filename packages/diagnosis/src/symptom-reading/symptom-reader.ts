import { symptomPrograms } from '../symptoms/index.ts';
import { type Failure, Failures } from './failures.ts';
import { FoldedSymptoms } from './folded-symptoms.ts';
import { LogLines } from './log-lines.ts';
import { plainLine } from './plain-line.ts';
import type { SymptomProgram } from './program.ts';
import { readWordings } from './read-wordings.ts';
import { SeenLine } from './seen-line.ts';
import type { Symptom, SymptomKind } from './symptom.ts';

/** What a text held. */
export interface SymptomReading {
  /** By most of its lines; undefined when nothing in it could be told. */
  readonly kind: SymptomKind | undefined;
  /** In the order of their first lines, alike ones as one. */
  readonly symptoms: readonly Symptom[];
  readonly lines: number;
  /** Lines surely of a known format, failure or not. */
  readonly ownLines: number;
  /** Lines longer than `longestLineBytes`, read as far as that. */
  readonly cutLines: number;
  /** Symptoms counted nowhere, because more kinds than can be kept came before. */
  readonly droppedSymptoms: number;
}

/**
 * Reads what programs wrote about failed connections out of a text of any size, in bounded memory: whole CI logs, colours, times and job names in front, any bytes.
 *
 * ```ts
 * const reader = new SymptomReader();
 * for await (const chunk of file) reader.read(chunk);
 * const { kind, symptoms } = reader.end();
 * ```
 */
export class SymptomReader {
  readonly #programs: readonly SymptomProgram[];
  readonly #hint: RegExp;
  readonly #lines = new LogLines((text, line) => this.#line(text, line));
  readonly #folded = new FoldedSymptoms();
  readonly #failures = new Failures((failure) => this.#take(failure));
  readonly #counts = { 'client-log': 0, 'proxy-log': 0 };
  #ownLines = 0;

  constructor(programs: readonly SymptomProgram[] = symptomPrograms) {
    this.#programs = programs;
    this.#hint = new RegExp(programs.map(({ hint }) => `(?:${hint.source})`).join('|'));
  }

  /** The next bytes, in pieces of any size. */
  read(bytes: Uint8Array): void {
    this.#lines.read(bytes);
  }

  /** The text has ended. */
  end(): SymptomReading {
    this.#lines.end();
    this.#failures.end();
    return {
      kind: this.#kind(),
      symptoms: this.#folded.all(),
      lines: this.#lines.lines,
      ownLines: this.#ownLines,
      cutLines: this.#lines.cutLines,
      droppedSymptoms: this.#folded.dropped,
    };
  }

  #line(text: string, line: number): void {
    const plain = plainLine(text);
    if (!this.#hint.test(plain)) return;
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
      this.#failures.add(new SeenLine(program, sighting, line, plain));
      return;
    }
  }

  #take(failure: Failure): void {
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
