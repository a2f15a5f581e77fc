import { type Quota, retryAfterS } from '../quota/debt-bucket.ts';

/** One limit, as it stands for the account. */
export interface Standing {
  readonly limit: string;
  readonly quota: Quota;
  readonly remaining: number;
  /** What has to be left for the request to be let in: more than 0 for the quota of units, 1 for a limit of requests. */
  readonly needed: number;
}

/**
 * Decides by all limits that hold for a request: the one that is exceeded and longest so, else the quota of usage, which comes first.
 * @param softShare the share of the quota from which the account is warned; 1 for never.
 */
export function decide(standings: readonly [Standing, ...Standing[]], enforced: boolean, softShare: number): Decision {
  let deciding = standings[0];
  let waitS = waitOf(deciding);
  for (const standing of standings) {
    if (waitOf(standing) > waitS || (!isOver(deciding) && isOver(standing))) {
      deciding = standing;
      waitS = waitOf(standing);
    }
  }
  const { limit, quota, remaining } = deciding;
  return new Decision(limit, quota, remaining, isOver(deciding), waitS, enforced, softShare);
}

/** The same by the quota of usage alone, as nearly every request is decided. */
export function decideByUsage(quota: Quota, remaining: number, enforced: boolean, softShare: number): Decision {
  return new Decision('usage', quota, remaining, remaining <= 0, retryAfterS(remaining, quota), enforced, softShare);
}

/** Of whoever is only measured. */
export function decideNothing(quota: Quota, remaining: number): Decision {
  return new Decision('usage', quota, remaining, false, 0, false, 1);
}

/**
 * What is decided of a request on its entry.
 *
 * A class, as all that is made for each request is: what literals make, V8 may put among the old objects, where it stays until all of them are looked through (bench/README.md).
 */
export class Decision {
  /** Over a limit: refused, or in shadow let through. */
  readonly throttled: boolean;
  /** Answered with 429. */
  readonly refused: boolean;
  /** Little is left: `softShare` of the quota is used. */
  readonly warned: boolean;
  /** The limit that decided: `usage`, or the name of a limit of requests. */
  readonly limit: string;
  readonly quota: Quota;
  /** Units left, without what is reserved for requests that are under way; below zero in debt. */
  readonly remaining: number;
  /** Seconds until the account is let in again; 0 if it is. */
  readonly retryAfterS: number;

  constructor(
    limit: string,
    quota: Quota,
    remaining: number,
    throttled: boolean,
    waitS: number,
    enforced: boolean,
    softShare: number,
  ) {
    this.throttled = throttled;
    this.refused = throttled && enforced;
    this.warned = !throttled && softShare < 1 && quota.units - remaining >= quota.units * softShare;
    this.limit = limit;
    this.quota = quota;
    this.remaining = remaining;
    this.retryAfterS = waitS;
  }
}

function isOver({ remaining, needed }: Standing): boolean {
  return needed === 0 ? remaining <= 0 : remaining < needed;
}

function waitOf(standing: Standing): number {
  return isOver(standing) ? retryAfterS(standing.remaining - standing.needed, standing.quota) : 0;
}
