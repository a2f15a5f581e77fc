/** What the `X-Usage-*` headers say. */
export interface UsageHeaderFigures {
  readonly remaining: number;
  readonly cost: number;
  readonly userUs: number;
  readonly systemUs: number;
  readonly measured: boolean;
  readonly throttled: boolean;
  readonly warned: boolean;
  readonly quotaUnits: number;
}

/**
 * The headers that a load balancer logs and strips, in the names and formats of Bitbucket Cloud's: remaining with 3 decimals, cost with 2, times in seconds with 6.
 * A response that streams sends them before its cost is final; they hold the cost so far.
 */
export function usageHeaders(figures: UsageHeaderFigures): Record<string, string> {
  const headers: Record<string, string> = {
    'X-Usage-Quota-Remaining': figures.remaining.toFixed(3),
    'X-Usage-Request-Cost': figures.cost.toFixed(2),
    'X-Usage-User-Time': (figures.userUs / 1e6).toFixed(6),
    'X-Usage-System-Time': (figures.systemUs / 1e6).toFixed(6),
    'X-Usage-Measured': figures.measured ? 'true' : 'false',
    'X-Usage-Throttled': figures.throttled ? 'true' : 'false',
  };
  if (figures.warned) {
    const usedPercent = Math.floor((1 - figures.remaining / figures.quotaUnits) * 100);
    headers['X-Usage-Warning'] = `${usedPercent}% of the quota is used`;
  }
  return headers;
}
