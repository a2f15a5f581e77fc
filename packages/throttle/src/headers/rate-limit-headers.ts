import type { Decision } from '../decision/decision.ts';
import { fullAfterS } from '../quota/debt-bucket.ts';
import type { HeaderLines } from './header-lines.ts';

/**
 * `RateLimit-Policy` and `RateLimit` of draft-ietf-httpapi-ratelimit-headers-10, with the limit that decides. They are structured fields and hold whole numbers from 0,
 * so debt shows as `r=0`.
 * @param remaining units left by now
 */
export function rateLimitHeaders({ limit, quota, retryAfterS }: Decision, remaining: number): HeaderLines {
  const waitS = Math.ceil(retryAfterS > 0 ? retryAfterS : fullAfterS(remaining, quota));
  const left = Math.max(0, Math.floor(remaining));
  return `RateLimit-Policy: "${limit}";q=${Math.floor(quota.units)};w=${Math.ceil(quota.windowS)}\r\nRateLimit: "${limit}";r=${left};t=${waitS}\r\n`;
}
