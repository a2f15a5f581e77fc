import type { Evidence } from '@fivewhys/evidence';
import type { Effect, MeaningKind, SpokenOf } from './meanings/meaning.ts';

/** One line of a text, to be shown as evidence. */
export interface Quote {
  readonly input: number;
  readonly line: number;
  readonly text: string;
}

/** One thing that the host texts say of a cause. */
export interface Statement {
  readonly cause: string;
  readonly effect: Effect;
  /** A sentence with its numbers. */
  readonly claim: string;
  /**
   * How close to the case it is. `connection`: it names the connection. `interval`: it happened in the time that the texts cover. `moment`: it was so when
   * it was read. `total`: it happened at some time since boot.
   */
  readonly strength: 'connection' | 'interval' | 'moment' | 'total';
  /** The row of the table that it rests on. */
  readonly kind: MeaningKind;
  readonly name: string;
  readonly source: string;
  /** Of which end it tells, where it tells of one only. */
  readonly speaksOf?: SpokenOf;
  /** The line, or the ones before and after. */
  readonly quotes: readonly Quote[];
  /** How often it happened: by how much the counter moved, how many lines say so. */
  readonly count: bigint;
}

/** The evidence of a statement, for a why. */
export function evidenceOf({ quotes }: Statement): Evidence[] {
  return quotes.map(({ input, line, text }) => ({ input, frames: [], detail: `line ${line}: ${text}` }));
}
