import type { CloneTimes } from './clone-times.ts';
import type { GitWork } from './git-work.ts';
import type { FrontView } from './look-through-front.ts';

/** What the run showed, for those who reckon with it; the same figures are printed. */
export interface Story {
  /** Clones of all accounts but the few. `quiet` is both quiet times together: the traffic of `enforced`, without the few. */
  readonly clones: Readonly<Record<'quiet' | 'shadow' | 'enforced', CloneTimes>>;
  readonly few: readonly string[];
  readonly fewInShadow: Answers;
  readonly fewEnforced: Answers;
  readonly othersEnforced: Answers;
  /** What `fivewhys usage --recommend` says: units in `windowS`, the interval, and from how many account-windows. */
  readonly limit: {
    readonly units: number;
    readonly windowS: number;
    readonly low: number;
    readonly high: number;
    readonly samples: number;
    /** Whom it would have refused something in the incident in shadow, by `fivewhys usage --simulate`. */
    readonly wouldRefuse: readonly string[];
  };
  /** What `fivewhys usage --incident` says of the incident in shadow. */
  readonly finding: {
    readonly cause: string;
    readonly verdict: string;
    readonly accounts: readonly string[];
    readonly text: readonly string[];
  };
  readonly gitWork: GitWork;
  readonly front: FrontView;
}

export interface Answers {
  readonly all: number;
  readonly done: number;
  readonly refused: number;
  /** Milliseconds into the stretch. */
  readonly firstRefusedMs: number | undefined;
}
