import type { Decision } from '../decision/decision.ts';

/**
 * `RateLimit-Policy` and `RateLimit` of draft-ietf-httpapi-ratelimit-headers-10, with the limit that decides. They are structured fields and hold whole numbers from 0,
 * so debt shows as `r=0`.
 */
export function rateLimitHeaders({ limit, quota, remaining, retryAfterS, resetS }: Decision): Record<string, string> {
  const waitS = Math.ceil(retryAfterS > 0 ? retryAfterS : resetS);
  return {
    'RateLimit-Policy': `"${limit}";q=${Math.floor(quota.units)};w=${Math.ceil(quota.windowS)}`,
    RateLimit: `"${limit}";r=${Math.max(0, Math.floor(remaining))};t=${waitS}`,
  };
}
