import type { TextReader } from '@fivewhys/capture';
import { HostReader, type HostReading } from '@fivewhys/host';
import type { DamagePlace } from '../explanation.ts';
import type { FlagCounts } from '../flag-counts/flag-counts.ts';
import { readFlagCounts } from '../flag-counts/read-flag-counts.ts';
import { plural } from '../phrases.ts';
import { holdsSymptoms, isKnownLog, mayHoldSymptoms } from '../symptom-reading/is-log.ts';
import type { Symptom, SymptomKind } from '../symptom-reading/symptom.ts';
import { SymptomReader, type SymptomReading } from '../symptom-reading/symptom-reader.ts';
import { plainLine } from '../text-lines/plain-line.ts';
import type { Sieve } from '../text-lines/sieve.ts';
import { TextLines } from '../text-lines/text-lines.ts';
import { withoutLogPrefix } from '../text-lines/without-log-prefix.ts';

/** How much of a text is looked at to tell that it is a program's result and no log. */
const sampleBytes = 64 * 1024;

/** What was read of one text. */
export interface TextReport {
  /** Undefined when nothing in the text is of use. */
  readonly kind: SymptomKind | 'counters' | 'flag-counts' | undefined;
  readonly lines: number;
  readonly damage: readonly DamagePlace[];
  readonly damageCount: number;
  readonly notes: readonly string[];
}

export interface TextOutcome {
  readonly reading: SymptomReading;
  readonly lines: number;
  readonly host: HostReading;
  readonly symptoms: readonly Symptom[];
  /** A log of a known format, in which nothing failed. */
  readonly isHealthyLog: boolean;
  readonly hasHost: boolean;
  readonly flagCounts: readonly FlagCounts[] | undefined;
}

/** One text while it is read. */
export class OpenText implements TextReader {
  readonly input: number;
  readonly #symptoms = new SymptomReader();
  readonly #host: HostReader;
  readonly #lines: TextLines;
  readonly #decoder = new TextDecoder();
  #sample = '';
  #outcome: TextOutcome | undefined;

  /** @param sieve undefined to look at every line, which finds the same and takes longer */
  constructor(input: number, sieve: Sieve | undefined) {
    this.input = input;
    const host = new HostReader({ input });
    this.#host = host;
    this.#lines = new TextLines(sieve, {
      take: (text, line, isCut) => {
        this.#symptoms.take(text, line);
        host.take({ number: line, text: withoutLogPrefix(plainLine(text)), isCut });
      },
      get isAttentive() {
        return host.isAttentive;
      },
    });
  }

  read(bytes: Uint8Array): void {
    if (this.#sample.length < sampleBytes) this.#sample += this.#decoder.decode(bytes, { stream: true });
    this.#lines.read(bytes);
  }

  end(): void {
    this.#lines.end();
    const reading = this.#symptoms.end();
    const host = this.#host.end();
    const { lines } = this.#lines;
    const sample = this.#sample.slice(0, sampleBytes);
    const mayBeLog = mayHoldSymptoms(sample);
    const symptoms = mayBeLog && holdsSymptoms(reading) ? reading.symptoms : [];
    this.#outcome = {
      reading,
      lines,
      host,
      symptoms,
      isHealthyLog: mayBeLog && symptoms.length === 0 && isKnownLog(reading, lines),
      hasHost: host.formats.length > 0,
      // A table of counts has a line for each combination of flags: what fills the sample is none.
      flagCounts: this.#sample.length < sampleBytes ? readFlagCounts(sample, this.input) : undefined,
    };
  }

  outcome(): TextOutcome {
    if (this.#outcome === undefined) throw new TypeError('the text has not ended');
    return this.#outcome;
  }
}

/** What is told of a text. */
export function reportOf(outcome: TextOutcome): TextReport {
  const { lines, hasHost, host, flagCounts } = outcome;
  if (flagCounts !== undefined) return { kind: 'flag-counts', lines, damage: [], damageCount: 0, notes: [] };
  return {
    kind: kindOf(outcome),
    lines,
    damage: hasHost ? host.damage.map(({ line, reason }) => ({ line, reason })) : [],
    damageCount: hasHost ? host.damageCount : 0,
    notes: notesOf(outcome),
  };
}

/** What a text is; undefined when nothing in it is of use. A log in which nothing failed is one all the same. */
function kindOf({ reading, symptoms, hasHost, isHealthyLog }: TextOutcome): TextReport['kind'] {
  if (symptoms.length > 0) return reading.kind;
  if (hasHost) return 'counters';
  return isHealthyLog ? reading.kind : undefined;
}

function notesOf({ reading, lines, symptoms, hasHost, host, isHealthyLog }: TextOutcome): string[] {
  const notes: string[] = [];
  if (!hasHost && isHealthyLog && reading.ownLines < lines) {
    notes.push(
      `${plural(lines - reading.ownLines, 'line')} of another format than the known ones: nothing was read there`,
    );
  }
  if (symptoms.length > 0 && reading.cutLines > 0) {
    notes.push(`${plural(reading.cutLines, 'line')} longer than can be read at once: read as far as that`);
  }
  if (reading.droppedSymptoms > 0) {
    notes.push(`${plural(reading.droppedSymptoms, 'failure')} of further kinds came after the first thousand kinds`);
  }
  if (hasHost && host.omitted > 0) {
    notes.push(`${plural(host.omitted, 'output')} or message too many to keep: the first and the newest are`);
  }
  return notes;
}
