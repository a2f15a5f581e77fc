import type { Effect } from './effects.ts';
import type { Phase } from './phases.ts';

/**
 * Whose words a line holds, and so which connection it is about. A proxy is the responder of the connection that was opened to it, and the
 * originator of the one that it opened itself.
 */
export type Speaker = 'originator' | 'responder' | 'proxy-as-responder' | 'proxy-as-originator' | 'unknown';

/**
 * What a line is to its failure. `failure`: it tells of one. `companion`: programs print it beside others, and also where no connection failed, so
 * alone it is nothing. `context`: no failure, but it names an endpoint or counts bytes. `attempt`: a connection is being opened, so a failure before it is over.
 * `chain`: what follows is the same failure, said again by the next layer.
 */
export type Role = 'failure' | 'companion' | 'context' | 'attempt' | 'chain';

/** How much a line's word counts, where several lines tell of one failure: 3 names the thing itself, 1 only its consequence. */
export type Weight = 1 | 2 | 3;

/**
 * One thing that a program says, and what it means.
 *
 * The pattern's named groups are read as follows, all of them optional: `error` holds an errno's words or number; `curl` is an exit code of curl;
 * `host`, `ip`, `port`, `remote` and `local` are endpoints (the last two as `address:port`), `url` holds the remote one; `sent`, `received`,
 * `missing`, `expected` and `percent` are counted, `amount` is bytes with a unit; `ms` and `seconds` are durations.
 *
 * Patterns begin with a literal and bound what they repeat: a hostile line must not cost more than its length.
 */
export interface Wording {
  /** A line as the program prints it. A test holds it against the pattern. */
  readonly example: string;
  readonly pattern: RegExp;
  readonly role?: Role;
  /** Undefined where the errno or the curl code in the line tells. */
  readonly effect?: Effect;
  readonly effectWeight?: Weight;
  readonly phase?: Phase;
  readonly phaseWeight?: Weight;
  /** Why it is that phase. */
  readonly phaseBecause?: string;
  /** Where it is not the program's usual one. */
  readonly speaker?: Speaker;
  /** The protocol that it is said of; lines of two protocols tell of two failures. */
  readonly over?: 'http' | 'ssh';
  /** The program says it last: what follows is another failure. */
  readonly isLast?: boolean;
  readonly says: string;
  /** Document, source file or own observation, with the version where it matters. */
  readonly source: string;
}
