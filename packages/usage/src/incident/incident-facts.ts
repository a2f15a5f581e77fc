import type { Stretch } from '../stretch.ts';
import type { Simulation, UsualLoad } from '../usage-report.ts';

/** Something per second, before and during. */
export interface Change {
  readonly beforePerS: number;
  readonly duringPerS: number;
}

/** Where a fact can be looked up: lines of one input. */
export interface Lines {
  readonly input: number;
  readonly lines: readonly number[];
}

/** An account whose use rose. */
export interface RisenAccount {
  readonly account: string;
  readonly units: Change;
  readonly requests: Change;
  /** The most requests that it made in a minute of the incident. */
  readonly peakPerMinute: number;
  /** Its dearest requests in the incident. */
  readonly dearest: readonly Lines[];
}

/** What the risen accounts did on a route. */
export interface RisenRoute {
  readonly route: string;
  readonly requests: number;
  readonly units: number;
  /** Of what these accounts used, 0 to 1. */
  readonly share: number;
}

/** What accounts that do not stand out did on a route. */
export interface RouteChange {
  readonly route: string;
  readonly units: Change;
  readonly requests: Change;
  /** What a request cost in the incident over what it cost before; undefined where too few are in one of them. */
  readonly dearness: number | undefined;
}

/** CPU time that records tell of, milliseconds per second. */
export interface CpuChange {
  readonly attributed: Change;
  readonly unattributed: Change;
  /** Of what was not attributed. */
  readonly thread: Change;
  readonly otherThreads: Change;
  readonly children: Change;
}

/** What the logs show of an incident beside its baseline: all that the causes are weighed by. */
export interface IncidentFacts {
  readonly stretch: Stretch;
  readonly baseline: Stretch;
  readonly units: Change;
  readonly requests: Change;
  /** Accounts with a request in the incident. */
  readonly accounts: number;
  /** The fewest accounts that make four fifths of the rise; or, where that takes more than a few, the few whose use rose most. */
  readonly risen: readonly RisenAccount[];
  /** How many accounts count as a few. */
  readonly few: number;
  /** Of the rise, 0 to 1. */
  readonly risenShare: number;
  /** Of the accounts that rose: their share of requests and of units in the incident. */
  readonly risenOfRequests: number;
  readonly risenOfUnits: number;
  readonly risenRoutes: readonly RisenRoute[];
  /** Routes are known: the log has records of single requests. */
  readonly routesKnown: boolean;
  /** What requests cost in the incident over what requests of the same routes cost before; undefined where too few are in both. */
  readonly risenDearness: number | undefined;
  readonly othersDearness: number | undefined;
  readonly othersUnits: Change;
  readonly othersRequests: Change;
  /** Of the accounts that do not stand out: the routes whose use rose most, and what of their use is on routes that became dearer, 0 to 1. */
  readonly othersRoutes: readonly RouteChange[];
  readonly dearerShare: number;
  /** Accounts that do not stand out and made no request before; their units per second in the incident. */
  readonly newcomers: { readonly accounts: number; readonly unitsPerS: number };
  /** Other accounts that made as many requests in a minute as half of the risen ones at their peak; and the most that any other account made in one. */
  readonly asManyRequests: { readonly perMinute: number; readonly others: number; readonly most: number } | undefined;
  /** Undefined where no record tells of both stretches. */
  readonly cpu: CpuChange | undefined;
  /** What the rise was held against. */
  readonly usual: UsualLoad;
  /** What a limit on cost would have done in the incident. */
  readonly limit: { readonly simulation: Simulation; readonly from: string } | undefined;
}

export function riseOf({ beforePerS, duringPerS }: Change): number {
  return duringPerS - beforePerS;
}

/** 1 for no change; Infinity from nothing. */
export function timesOf({ beforePerS, duringPerS }: Change): number {
  return beforePerS > 0 ? duringPerS / beforePerS : duringPerS > 0 ? Number.POSITIVE_INFINITY : 1;
}
