import type { Decision } from '../decision/decision.ts';
import type { HeaderLines } from './header-lines.ts';

/**
 * `RateLimit-Policy` and `RateLimit` of draft-ietf-httpapi-ratelimit-headers-10, with the limit that decides. They are structured fields and hold whole numbers from 0,
 * so debt shows as `r=0`.
 */
export function rateLimitHeaders({ limit, quota, remaining, retryAfterS, resetS }: Decision): HeaderLines {
  const waitS = Math.ceil(retryAfterS > 0 ? retryAfterS : resetS);
  const left = Math.max(0, Math.floor(remaining));
  return `RateLimit-Policy: "${limit}";q=${Math.floor(quota.units)};w=${Math.ceil(quota.windowS)}\r\nRateLimit: "${limit}";r=${left};t=${waitS}\r\n`;
}
