import type { RequestUsage } from '../meter/request-usage.ts';
import { accountHeader } from './account-header.ts';
import { fixed2, fixed3, secondsOf } from './decimals.ts';

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
  /** Calls of reading and writing; undefined where they are not counted. */
  readonly ops?: { readonly input: number; readonly output: number } | undefined;
  /** Only where the load balancer is to know it. */
  readonly account?: string | undefined;
}

/**
 * The headers that a load balancer logs and strips, in the names and formats of Bitbucket Cloud's: remaining with 3 decimals, cost with 2, times in seconds with 6, operations whole.
 * A response that streams sends them before its cost is final; they hold the cost so far.
 */
export function usageHeaders(figures: UsageHeaderFigures): Record<string, string> {
  const headers: Record<string, string> = {
    'X-Usage-Quota-Remaining': fixed3(figures.remaining),
    'X-Usage-Request-Cost': fixed2(figures.cost),
    'X-Usage-User-Time': secondsOf(figures.userUs),
    'X-Usage-System-Time': secondsOf(figures.systemUs),
    'X-Usage-Measured': figures.measured ? 'true' : 'false',
    'X-Usage-Throttled': figures.throttled ? 'true' : 'false',
  };
  if (figures.ops !== undefined) {
    headers['X-Usage-Input-Ops'] = String(figures.ops.input);
    headers['X-Usage-Output-Ops'] = String(figures.ops.output);
  }
  if (figures.warned) {
    const usedPercent = Math.floor((1 - figures.remaining / figures.quotaUnits) * 100);
    headers['X-Usage-Warning'] = `${usedPercent}% of the quota is used`;
  }
  if (figures.account !== undefined) headers['X-Usage-Account'] = accountHeader(figures.account);
  return headers;
}

/** Read and write calls as whole numbers; undefined where none were counted. */
export function opsOf({ io }: RequestUsage): UsageHeaderFigures['ops'] {
  return io === undefined ? undefined : { input: Math.round(io.readCalls), output: Math.round(io.writeCalls) };
}
