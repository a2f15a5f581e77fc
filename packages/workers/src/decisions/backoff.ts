/** How long to wait before a worker that died is started again. */
export interface BackoffPolicy {
  readonly firstMs: number;
  readonly longestMs: number;
  /** A worker that ran so long begins anew. */
  readonly resetAfterMs: number;
}

/**
 * Doubles with each death in a row up to the longest, then takes a random part between a half and the whole of it, so that workers that died together don't come back together.
 *
 * @param deathsInARow 1 for the first
 * @param random in [0, 1)
 */
export function backoffMs(deathsInARow: number, { firstMs, longestMs }: BackoffPolicy, random: number): number {
  // 2^30 times any wait is beyond any longest; a larger exponent would overflow.
  const whole = Math.min(longestMs, firstMs * 2 ** Math.min(Math.max(deathsInARow, 1) - 1, 30));
  return Math.round(whole / 2 + (whole / 2) * random);
}
