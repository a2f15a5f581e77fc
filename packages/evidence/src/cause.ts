import type { NextStep, Remedy } from './remedy.ts';
import type { Why } from './why.ts';

/** Another cause that looks like this one, and whether the evidence at hand excludes it. */
export interface LookAlike {
  readonly cause: string;
  readonly excluded: boolean;
  readonly because: string;
  /** Of a fallback: it stays possible although the cause itself did not fit, because that needs more evidence than there is. */
  readonly stands?: boolean;
}

/** The evidence fits a cause. */
export interface Fit {
  readonly kind: 'fits';
  /** `direct`: the evidence shows the cause at work. `indirect`: it only suggests it. */
  readonly directness: 'direct' | 'indirect';
  /** What someone saw, in one sentence. */
  readonly symptom: string;
  /** The same of several subjects, where `symptom` speaks of one attempt or connection and would be odd to read of many. */
  readonly several?: string;
  readonly sentBy: Sender;
  /** From the symptom to the root. */
  readonly whys: readonly Why[];
  /** Every look-alike that the catalogue names for this cause. */
  readonly lookAlikes: readonly LookAlike[];
  /** Other things worth saying, such as a popular remedy that has no part in it. */
  readonly notes: readonly string[];
  readonly next: readonly NextStep[];
  readonly remedies: readonly Remedy[];
  /**
   * What this subject has in common with others of the same story: a sentence that is true of each of them, and names nothing in which they may differ, no address and no
   * figure. Subjects with the same cause, verdict, sender, look-alikes and group are one finding.
   */
  readonly group: string;
  /**
   * What is mended for itself, and by somebody else each time: the endpoint of a port without a listener, the host that was restarted. A few of those are a finding each;
   * many are one. Absent where one remedy serves all.
   */
  readonly apart?: string;
  /** Figures whose distribution over a group of subjects is telling. */
  readonly measures: readonly Measure[];
}

/** The evidence excludes the cause, or does not show it. */
export interface Misfit {
  readonly kind: 'excluded';
  readonly because: string;
  /** Not excluded, only not shown: the evidence lacks what would tell. Such a cause is never called ruled out, and stays possible where the fallback names it. */
  readonly untold?: boolean;
}

export type Weighing = Fit | Misfit;

/** One figure of one subject. The unit is part of the name: "seconds since the responder's FIN". */
export interface Measure {
  readonly name: string;
  readonly value: number;
}

/** Who made what was seen, where the evidence tells. */
export type Sender =
  | 'originator'
  | 'responder'
  | 'other-edge'
  | 'nat-host'
  | 'firewall'
  | 'load-balancer'
  | 'middlebox'
  | 'unknown';

/** One entry of the catalogue: a pure function over what is known of one subject. */
export interface Cause<Subject> {
  /** Stable, part of the public contract. */
  readonly id: string;
  /** What it is, in half a line. */
  readonly title: string;
  weigh(subject: Subject): Weighing;
}
