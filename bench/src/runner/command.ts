/** One command that is measured as a whole process. */
export interface Command {
  readonly name: string;
  readonly argv: readonly string[];
  /** Exit statuses that mean it did its work: for `fivewhys`, 1 says that it found something. */
  readonly goodStatuses: readonly number[];
  /** Measured in the first round only, because it is too slow to repeat. */
  readonly once: boolean;
  /** Why it can't be measured here; undefined when it can. */
  readonly missing: string | undefined;
}
