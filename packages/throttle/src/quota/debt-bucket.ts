/** What an account may use: `units` at once, and as many again in every `windowS` seconds, evenly. */
export interface Quota {
  readonly units: number;
  readonly windowS: number;
}

/** What an account has left, as it was at an instant. Below zero it is in debt. */
export interface Balance {
  readonly remaining: number;
  readonly atMs: number;
}

/**
 * A bucket that refills evenly and can go into debt: what a request costs is known only afterwards, so it is let in while anything is left, and pays later.
 * Bitbucket Cloud describes its own in these words: replenished by a recalculation on every call.
 */
export function remainingAt({ remaining, atMs }: Balance, quota: Quota, nowMs: number): number {
  const elapsedMs = Math.max(0, nowMs - atMs);
  return Math.min(quota.units, remaining + (elapsedMs / 1000) * refillPerSecond(quota));
}

/** The balance after a charge; a charge below zero gives back. A clock that went back refills nothing twice. */
export function charged(balance: Balance, quota: Quota, units: number, nowMs: number): Balance {
  const remaining = Math.min(quota.units, remainingAt(balance, quota, nowMs) - units);
  return { remaining, atMs: Math.max(balance.atMs, nowMs) };
}

export function full(quota: Quota, nowMs: number): Balance {
  return { remaining: quota.units, atMs: nowMs };
}

/** Seconds until something is left again; 0 if it is. */
export function retryAfterS(remaining: number, quota: Quota): number {
  return remaining > 0 ? 0 : -remaining / refillPerSecond(quota);
}

/** Seconds until the bucket is full. */
export function fullAfterS(remaining: number, quota: Quota): number {
  return Math.max(0, quota.units - remaining) / refillPerSecond(quota);
}

export function refillPerSecond({ units, windowS }: Quota): number {
  return units / windowS;
}
