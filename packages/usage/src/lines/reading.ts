/** What one request used, or several of an account that were summed. */
export interface UsageRow {
  /** When it ended. */
  readonly endMs: number;
  /** How long it took; undefined where the log does not say, and of a sum. */
  readonly wallMs: number | undefined;
  /** Of a sum: the length of its window, which ends at `endMs`. 0 of one request. */
  readonly windowMs: number;
  readonly account: string;
  /** Undefined of a sum. */
  readonly route: string | undefined;
  readonly requests: number;
  /** Units charged to the account. */
  readonly units: number;
  /** Units: the best that is known of this very request. Over many the two are the same. */
  readonly cost: number;
  readonly throttled: number;
  readonly refused: number;
}

/** CPU time of a process in a window, and what of it went to no account. */
export interface UnattributedRow {
  readonly endMs: number;
  readonly windowMs: number;
  readonly totalCpuMs: number;
  readonly attributedCpuMs: number;
  /** Whose the rest is: this thread's, that of other threads, that of children; 0 where the record does not say. */
  readonly threadCpuMs: number;
  readonly otherThreadsCpuMs: number;
  readonly childrenCpuMs: number;
}

export type LineKind = 'usage-record' | 'access-json' | 'access-combined';

/** What a line of a log is. */
export type Reading =
  | { readonly kind: 'usage'; readonly line: LineKind; readonly row: UsageRow; readonly quota?: SeenQuota }
  | { readonly kind: 'unattributed'; readonly row: UnattributedRow }
  /** A line of an access log that the application has not told the cost of: a file that the load balancer served itself, an answer of its own. */
  | { readonly kind: 'without-cost'; readonly line: LineKind }
  | { readonly kind: 'blank' }
  | { readonly kind: 'damaged'; readonly reason: string };

/** The quota that a record says was in force. */
export interface SeenQuota {
  readonly plan: string;
  readonly units: number;
  readonly windowS: number;
}
