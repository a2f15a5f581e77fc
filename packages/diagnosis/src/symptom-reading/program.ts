import type { Measure } from '@fivewhys/evidence';
import type { Effect } from '../symptom-words/effects.ts';
import type { Phase } from '../symptom-words/phases.ts';
import type { Role, Speaker, Weight, Wording } from '../symptom-words/wording.ts';
import type { Saying, SymptomEndpoint, SymptomKind } from './symptom.ts';

/** What one line tells of a failure. Several of them make a symptom. */
export interface Sighting {
  readonly role: Role;
  /** Which of the things that the program can say this is: said twice, it is two failures. */
  readonly row: string;
  readonly effect: Judged<Effect> | undefined;
  readonly phase: (Judged<Phase> & { readonly because: string }) | undefined;
  readonly errno: string | undefined;
  readonly speaker: Speaker;
  readonly over: 'http' | 'ssh' | undefined;
  readonly local: SymptomEndpoint | undefined;
  readonly remote: SymptomEndpoint | undefined;
  readonly beyond: SymptomEndpoint | undefined;
  readonly measures: readonly Measure[];
  readonly sayings: readonly Saying[];
  /** Nothing more of the same failure comes behind it. */
  readonly isLast: boolean;
  /**
   * Whether it may belong to the failure before: `explicitly` when the line says so ("Caused by:"), `by-words` when nothing speaks against it but its
   * words, `not` when only a time or a mark before it could make it so.
   */
  readonly joins: 'explicitly' | 'by-words' | 'not';
  /** Where in the line the telling words begin. */
  readonly at: number;
}

export interface Judged<Value> {
  readonly value: Value;
  readonly weight: Weight;
}

/** Rows of knowledge of one program that are no whole lines: letters, flags, fields. */
export interface SayingTable {
  readonly title: string;
  readonly rows: readonly Saying[];
}

/** One program, or family of programs, whose words can be read. One file each in `symptoms/`. */
export interface SymptomProgram {
  /** Stable: symptoms carry it. */
  readonly id: string;
  /** In a sentence about one failure. */
  readonly name: string;
  /** In a list: everything that is read. */
  readonly title: string;
  readonly log: SymptomKind;
  /** Every line that `hint` matches holds one of these, as `Marks` are read: lines without are not looked at. */
  readonly marks: readonly string[];
  /** Matches every line that this program may tell something by. */
  readonly hint: RegExp;
  /** Programs that may tell of the same failure together: git, and the ssh or the curl inside it. */
  readonly family: string;
  /** Ids of the programs that may run inside it: what they say is this program's failure. */
  readonly inner?: readonly string[];
  /** How many lines after one another still belong to one failure; 0 where each line is one of its own. */
  readonly windowLines: number;
  /** Lines that go on with the error before. Where it is given, any other failure is another one. */
  readonly joins?: RegExp;
  /** The protocol of everything it says, if it is always the same. */
  readonly over?: 'http' | 'ssh';
  /** Whose words they usually are. */
  readonly speaker: Speaker;
  /** From the most specific on: the first that matches speaks. */
  readonly wordings: readonly Wording[];
  /** Other knowledge, for the documentation. */
  readonly tables: readonly SayingTable[];
  /**
   * Reads a line of a format with fields: `no-failure` when it is surely of that format and tells of none. Undefined when it is not, and where the wordings are
   * all there is.
   */
  readonly read?: (line: string) => Sighting | 'no-failure' | undefined;
}
