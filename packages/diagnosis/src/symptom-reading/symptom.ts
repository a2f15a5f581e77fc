import type { InstantNs, Measure } from '@fivewhys/evidence';
import type { Effect } from '../symptom-words/effects.ts';
import type { Phase } from '../symptom-words/phases.ts';
import type { Speaker } from '../symptom-words/wording.ts';

/** The kinds of text that hold symptoms; the names are part of the JSON contract (`inputs[].kind`). */
export type SymptomKind = 'client-log' | 'proxy-log';

/** One line of the text, as evidence. */
export interface QuotedLine {
  /** From 1; lines that a carriage return overwrites on a terminal count as one. */
  readonly line: number;
  /** Shortened, without colours; passwords and queries of URLs are left out. */
  readonly text: string;
}

/** One end of a connection, as far as the text has it. */
export interface SymptomEndpoint {
  /** IPv4 or IPv6, without brackets. */
  readonly ip: string | undefined;
  readonly port: number | undefined;
  /** Host name. */
  readonly name: string | undefined;
  /** What the speaker's configuration calls it: HAProxy's backend/server, Envoy's cluster. No name to look up. */
  readonly label: string | undefined;
}

/** When, as far as the text has it. */
export type SymptomInstant =
  | { readonly kind: 'absolute'; readonly instantNs: InstantNs }
  /** A date and time in an unnamed zone, read as if it were UTC. */
  | { readonly kind: 'zoneless'; readonly instantNs: InstantNs }
  /** Nanoseconds since midnight of an unnamed day and zone. */
  | { readonly kind: 'time-of-day'; readonly sinceMidnightNs: number }
  | { readonly kind: 'none' };

/** Something that a line says, made plain. */
export interface Saying {
  /** The words or letters of the line that are explained. */
  readonly text: string;
  readonly says: string;
  readonly source: string;
}

/** One failure that a program wrote about, or several alike. */
export interface Symptom {
  readonly kind: 'symptom';
  /** Id of one of `symptomPrograms`. */
  readonly program: string;
  readonly log: SymptomKind;
  /** The lines of the first one, in order. */
  readonly lines: readonly QuotedLine[];
  /** How many alike ones there are: same program, effect, phase, error and endpoints, not counting ephemeral ports. */
  readonly count: number;
  /** A line of the last one; undefined when there is but one. */
  readonly last: QuotedLine | undefined;
  readonly effect: Effect;
  /** Name of the error of the socket interface, where the text has it: `ECONNRESET`. */
  readonly errno: string | undefined;
  readonly phase: Phase;
  readonly phaseBecause: string;
  readonly speaker: Speaker;
  /** The speaker's end of the connection, of the first one. */
  readonly local: SymptomEndpoint | undefined;
  /** The other end of the connection, of the first one. */
  readonly remote: SymptomEndpoint | undefined;
  /** Whether both addresses and ports are known, so that the connection can be found in a capture. */
  readonly isTupleComplete: boolean;
  /** For a proxy: the far end of its other connection, such as the originator for whom it asked a backend. */
  readonly beyond: SymptomEndpoint | undefined;
  /** Bytes and durations of the first one; the unit is part of the name. */
  readonly measures: readonly Measure[];
  /** What the words of the lines mean, and by which source. */
  readonly sayings: readonly Saying[];
  readonly instant: SymptomInstant;
  /** Of the last one. */
  readonly lastInstant: SymptomInstant;
}
