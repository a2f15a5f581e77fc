/** What to do about a cause. */
export interface Remedy {
  readonly summary: string;
  /** Exact commands or settings. */
  readonly commands: readonly string[];
  /** The known harm; "none known" only where that was looked for. */
  readonly harm: string;
  /** How to see that it worked. */
  readonly verify: string;
  readonly undo: string;
  /** Where the advice comes from: RFC section, kernel documentation, vendor's page, own measurement. */
  readonly source: string;
}

/** What to collect next, as a command to run, and what its output will settle. */
export interface NextStep {
  readonly why: string;
  readonly command: string;
}
