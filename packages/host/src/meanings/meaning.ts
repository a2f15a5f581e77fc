/** What a statement does to a cause: makes it likelier, less likely, or impossible for what was observed. */
export type Effect = 'raises' | 'sinks' | 'rules-out';

/** When a meaning says something. */
export type Condition =
  /** A counter went up. */
  | { readonly is: 'moved' }
  /** A counter did not move between two readings, or never did. */
  | { readonly is: 'still' }
  /** A message, a reason in a trace or a state of a socket is there. */
  | { readonly is: 'seen' }
  /** A setting has this value. */
  | { readonly is: 'equals'; readonly value: string }
  /** A setting is a number, and below this. */
  | { readonly is: 'below'; readonly value: number }
  /** A counter moved by at least `least`, and this other one moved by less than `times` as much. */
  | { readonly is: 'moved-beside'; readonly other: string; readonly times: number; readonly least: number };

/** What one row says of one cause. */
export interface Saying {
  /** An id of the catalogue of causes. */
  readonly cause: string;
  /** The strongest that it may be: `rules-out` counts only where it is known that the evidence is of the end and the time in question; else it sinks. */
  readonly effect: Effect;
  readonly when: Condition;
  /** Follows the name of the counter and how it moved. */
  readonly because: string;
}

export type MeaningKind = 'counter' | 'setting' | 'kernel-message' | 'reset-reason' | 'drop-reason' | 'socket-state';

export type SpokenOf = 'sender' | 'receiver' | 'responder';

/** One row of the table: a counter, a setting, a message or a reason, what moves it, and what it says of the causes. */
export interface Meaning {
  readonly kind: MeaningKind;
  /** The kernel's name, as this package's data have it. */
  readonly name: string;
  /** The event that moves or writes it. */
  readonly event: string;
  /** Empty where it is worth knowing and speaks of no cause. */
  readonly says: readonly Saying[];
  /** Kernel file and function, documentation. */
  readonly source: string;
  /** Of which end it tells, where it tells of one only: who sent the RST, who got it, or the responder. */
  readonly speaksOf?: SpokenOf;
  /** The kernel on which it was made to happen, and what was seen; undefined where that was not done. */
  readonly measured: string | undefined;
}

export const moved = (effect: Effect, cause: string, because: string): Saying => ({
  cause,
  effect,
  when: { is: 'moved' },
  because,
});
export const still = (effect: Effect, cause: string, because: string): Saying => ({
  cause,
  effect,
  when: { is: 'still' },
  because,
});
export const seen = (effect: Effect, cause: string, because: string): Saying => ({
  cause,
  effect,
  when: { is: 'seen' },
  because,
});
