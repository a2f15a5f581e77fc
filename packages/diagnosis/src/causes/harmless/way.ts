import type { LookAlike, Why } from '@fivewhys/evidence';

/** One of the ways in which a RST does no harm. */
export interface Way {
  readonly way:
    | 'not-acted-on'
    | 'after-exchange'
    | 'after-close'
    | 'after-answer'
    | 'after-last-answer'
    | 'farewell'
    | 'nothing-carried'
    | 'unasked'
    | 'scan';
  readonly symptom: string;
  readonly whys: readonly Why[];
  readonly lookAlikes: readonly LookAlike[];
  /** What alike ones share, where the symptom tells figures. */
  readonly group?: string;
  readonly apart?: string;
}
