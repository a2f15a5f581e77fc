import type { Compression } from '@fivewhys/capture';
import type { NamedCause, NextStep, Remedy, Verdict, Why } from '@fivewhys/evidence';
import type { LineKind, SeenQuota } from './lines/reading.ts';
import type { Stretch } from './stretch.ts';

/** All that was found. The JSON form is a public contract: docs/usage.md. */
export interface UsageReport {
  readonly inputs: readonly InputReport[];
  readonly unreadable: readonly UnreadableInput[];
  /** Undefined when no input could be read. */
  readonly figures: UsageFigures | undefined;
}

export interface InputReport {
  readonly path: string;
  /** What most of its lines are. */
  readonly kind: LineKind;
  readonly compression?: Compression;
  readonly lines: number;
  /** Lines that tell what a request, or those of a window, cost. */
  readonly records: number;
  readonly unattributedRecords: number;
  /** Lines of an access log that tell no cost. */
  readonly linesWithoutCost: number;
  /** Records of single requests that do not tell how long they took. */
  readonly recordsWithoutDuration: number;
  readonly damagedLines: number;
  /** The first of them; lines are numbered from 1. */
  readonly damage: readonly { readonly line: number; readonly reason: string }[];
}

export interface UnreadableInput {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

export interface UsageFigures {
  readonly totals: Totals;
  /** What records say of their plans' quotas. */
  readonly quotas: readonly SeenQuota[];
  readonly accounts: readonly AccountUse[];
  readonly shares: LoadShares;
  readonly distribution: Distribution;
  readonly endpoints: readonly EndpointUse[];
  readonly unattributed: Unattributed | undefined;
  readonly recommended?: Recommended;
  readonly simulation?: Simulation;
  readonly incident?: Incident;
}

export interface Totals {
  readonly requests: number;
  readonly units: number;
  readonly accounts: number;
  readonly throttled: number;
  readonly refused: number;
  /** Of the earliest request's beginning, and of the latest one's end. */
  readonly firstMs: number;
  readonly lastMs: number;
  /** The longest window that a record sums up; 0 if each request has its record. */
  readonly longestSumMs: number;
}

export interface AccountUse {
  readonly account: string;
  readonly units: number;
  /** Of all units, 0 to 1. */
  readonly share: number;
  readonly requests: number;
  readonly throttled: number;
  readonly refused: number;
}

/** The share of the load, 0 to 1, of those who use most. */
export interface LoadShares {
  readonly topPercent: AccountShare;
  readonly topPermille: AccountShare;
}

export interface AccountShare {
  /** One at least. */
  readonly accounts: number;
  readonly share: number;
}

/** How the units of an account in a window are spread, over the account-windows with a request. */
export interface Distribution {
  readonly windowMs: number;
  readonly samples: number;
  readonly accounts: number;
  /** Windows that count: those that the log holds whole, unless it holds none. */
  readonly windows: number;
  readonly wholeWindows: boolean;
  readonly most: number;
  readonly percentiles: readonly Percentile[];
}

export interface Percentile {
  readonly percentile: number;
  readonly value: number;
  /** 95 % confidence interval; undefined where the samples are too few to bound it. */
  readonly low: number | undefined;
  readonly high: number | undefined;
}

/** What requests of one route cost. Only of records of single requests. */
export interface EndpointUse {
  readonly route: string;
  readonly requests: number;
  readonly units: number;
  readonly share: number;
  readonly p50: number;
  readonly p99: number;
  /** p99/p50: the larger, the more a limit on requests misjudges it. Undefined where p50 is 0. */
  readonly variability: number | undefined;
}

/** CPU time that went to no account. */
export interface Unattributed {
  readonly totalCpuMs: number;
  readonly unattributedCpuMs: number;
  readonly share: number;
}

export type Recommended =
  | {
      readonly kind: 'limit';
      /** The percentile rounded up to two digits: units per window. */
      readonly limit: number;
      readonly percentile: number;
      readonly value: number;
      readonly low: number;
      readonly high: number;
      readonly windowMs: number;
      readonly samples: number;
      /** Account-windows in the log above the limit, and accounts with one. */
      readonly windowsAbove: number;
      readonly accountsAbove: number;
      readonly cautions: readonly string[];
    }
  | { readonly kind: 'refused'; readonly reason: string };

/** What a limit would have done. */
export interface Simulation {
  readonly limit: number;
  readonly windowMs: number;
  readonly requests: number;
  readonly units: number;
  readonly throttledRequests: number;
  readonly throttledUnits: number;
  /** Of all units, 0 to 1. */
  readonly shareOfLoad: number;
  readonly throttledAccounts: number;
  /** Those from whom most was taken off, as many as were asked for. */
  readonly accounts: readonly SimulatedAccount[];
  /** The minutes in which something would have been throttled. */
  readonly minutes: readonly SimulatedMinute[];
  /** Accounts that were forgotten for lack of room; they began anew, so figures are low. */
  readonly evicted: number;
}

export interface SimulatedAccount {
  readonly account: string;
  readonly throttledRequests: number;
  readonly throttledUnits: number;
  readonly firstMs: number;
  readonly lastMs: number;
}

export interface SimulatedMinute {
  readonly fromMs: number;
  readonly requests: number;
  readonly units: number;
  readonly throttledRequests: number;
  readonly throttledUnits: number;
  readonly throttledAccounts: number;
}

export interface Incident {
  readonly stretch: Stretch;
  readonly baseline: Stretch;
  /** `none`: no more load than usual; `undecided`: the log holds too little to tell. */
  readonly outcome: 'finding' | 'none' | 'undecided';
  /** What the rise was held against; undefined where nothing rose, or too little is there. */
  readonly usual: UsualLoad | undefined;
  readonly finding: UsageFinding | undefined;
  /** In place of a finding. */
  readonly nothing: string | undefined;
}

/** Up to where a load is usual, by pieces of the baseline that are about as long as the stretch. */
export interface UsualLoad {
  /** Units that requests were charged, or milliseconds of CPU time. */
  readonly of: 'units' | 'cpu-ms';
  readonly duringPerS: number;
  /** Of the pieces. */
  readonly meanPerS: number;
  readonly usualUpToPerS: number;
  /** The prediction interval by rank or by Student's t; or five percent above the mean, where that is more. */
  readonly method: 'rank' | 'student' | 'least-rise';
  readonly pieces: number;
  readonly pieceMs: number;
}

/** A finding in the words of all findings; its subjects are accounts and routes. */
export interface UsageFinding {
  readonly id: string;
  readonly symptom: string;
  readonly cause: string;
  readonly verdict: Verdict;
  readonly accounts: readonly string[];
  readonly whys: readonly Why[];
  readonly ruledOut: readonly NamedCause[];
  readonly stillPossible: readonly NamedCause[];
  readonly notes: readonly string[];
  readonly next: readonly NextStep[];
  readonly remedies: readonly Remedy[];
}
