import type { Comparison } from './compare-captures.ts';

/** A capture of a comparison, as it was named. */
export interface ComparedInput {
  readonly path: string;
  /** What the caller says of its place. */
  readonly name: string | undefined;
}

/** A capture that was named and could not be read. */
export interface UnreadInput {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

/** A comparison, with what its captures are called. The JSON form is a public contract: docs/compare.md. */
export interface ComparisonResult extends Comparison {
  readonly version: 1;
  /** In the order of `surveys`. */
  readonly inputs: readonly ComparedInput[];
  readonly unreadable: readonly UnreadInput[];
}
