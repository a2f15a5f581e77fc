/** What one request used, or all requests of an account within a window. One JSON line each; `usage-record.schema.json` describes it. */
export type UsageRecord = RequestRecord | WindowRecord | UnattributedRecord;

/** Calls and bytes of reading and writing, by the main thread and by children that have ended; and what the pool of libuv did with files. */
export interface IoFigures {
  readonly readCalls: number;
  readonly writeCalls: number;
  readonly readBytes: number;
  readonly writeBytes: number;
  readonly fileOperations: number;
}

/** The figures that a request and a window have in common. */
export interface UsageFigures {
  readonly account: string;
  readonly plan: string;
  /** Units: the best that is known of what was used. */
  readonly cost: number;
  /** Units that were charged. For one request it can differ from the cost, and be below zero, when not every request is measured; over many they are the same. */
  readonly charged: number;
  readonly userCpuMs: number;
  readonly systemCpuMs: number;
  readonly childCpuMs: number;
  readonly children: number;
  /** Left out where it is not counted, and for a request that was not measured and had no children. */
  readonly io?: IoFigures;
  /** What came and went by the connection: heads included with HTTP/1.1, bodies alone with HTTP/2, whose requests share one. Left out when unknown. */
  readonly bytesIn?: number;
  readonly bytesOut?: number;
  readonly wallMs: number;
  /** Units that the application added, by name. */
  readonly extra?: Readonly<Record<string, number>>;
  /** Units left afterwards; below zero in debt. */
  readonly remaining: number;
  readonly quotaUnits: number;
  readonly quotaWindowS: number;
}

export interface RequestRecord extends UsageFigures {
  readonly kind: 'request';
  readonly version: 1;
  /** When the request ended. */
  readonly instant: string;
  readonly method: string;
  readonly route: string;
  /** Left out when no response was begun. */
  readonly status?: number;
  /** Whether its CPU time was measured; otherwise it is what was expected of it. */
  readonly measured: boolean;
  /** Over a limit. */
  readonly throttled: boolean;
  /** Answered with 429. */
  readonly refused: boolean;
  readonly warned: boolean;
  /** The limit that decided: `usage`, or the name of a limit of requests. */
  readonly limit: string;
  /** The connection ended before the response did. */
  readonly aborted: boolean;
}

export interface WindowRecord extends UsageFigures {
  readonly kind: 'window';
  readonly version: 1;
  readonly instant: string;
  /** From `instant` minus this to `instant`. */
  readonly windowS: number;
  readonly requests: number;
  readonly measured: number;
  readonly throttled: number;
  readonly refused: number;
  readonly warned: number;
  readonly aborted: number;
}

/** CPU time of the process in a window, and what of it went to no account. */
export interface UnattributedRecord {
  readonly kind: 'unattributed';
  readonly version: 1;
  readonly instant: string;
  readonly windowS: number;
  readonly totalCpuMs: number;
  readonly attributedCpuMs: number;
  readonly threadCpuMs: number;
  readonly otherThreadsCpuMs: number;
  readonly childrenCpuMs: number;
}
