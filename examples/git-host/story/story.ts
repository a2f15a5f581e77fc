import type { CloneTimes } from './clone-times.ts';
import type { GitWork } from './git-work.ts';

/** What the run showed, for those who reckon with it; the same figures are printed. */
export interface Story {
  /** Clones of all accounts but the few. `baseline` is both quiet times together. */
  readonly clones: Readonly<Record<'quiet' | 'shadow' | 'enforced' | 'quietAgain' | 'baseline', CloneTimes>>;
  readonly few: readonly string[];
  readonly fewInShadow: Answers;
  readonly fewEnforced: Answers;
  readonly othersEnforced: Answers;
  /** Units in `windowS`, and how the command came to it. */
  readonly limit: { readonly units: number; readonly windowS: number; readonly low: number; readonly high: number; readonly samples: number };
  /** What `fivewhys usage --incident` found. */
  readonly finding: { readonly cause: string; readonly verdict: string; readonly accounts: readonly string[]; readonly text: string };
  readonly gitWork: GitWork;
  /** `X-Usage-*` headers that a client saw, and those of the same request in nginx's log. */
  readonly seenByClient: readonly string[];
  readonly loggedByNginx: Readonly<Record<string, string>>;
}

export interface Answers {
  readonly done: number;
  readonly refused: number;
  /** Neither: an error, or nobody waited longer. */
  readonly failed: number;
  /** Milliseconds into the stretch. */
  readonly firstRefusedMs: number | undefined;
}
