import type { Quota } from './debt-bucket.ts';

/**
 * A limit of the old kind, on the number of requests: `{ name: 'search', requests: 100, windowS: 60, applies: (route) => route.startsWith('GET /search') }`.
 * It stands beside the quota, so that a service can move over, and is per account as well.
 */
export interface RequestLimit {
  readonly name: string;
  readonly requests: number;
  readonly windowS: number;
  /** For which routes; without it, for all. */
  readonly applies?: (route: string) => boolean;
}

export function quotaOf({ requests, windowS }: RequestLimit): Quota {
  return { units: requests, windowS };
}
