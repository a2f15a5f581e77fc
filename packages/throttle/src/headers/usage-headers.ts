import type { RequestUsage } from '../meter/request-usage.ts';
import { accountHeader } from './account-header.ts';
import { fixed2, fixed3Line, secondsOf } from './decimals.ts';
import type { HeaderLines } from './header-lines.ts';

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
 *
 * They are made as text: as an object with six names they took twice as long.
 */
export function usageHeaders(figures: UsageHeaderFigures): HeaderLines {
  const { remaining, cost, userUs, systemUs, measured, throttled } = figures;
  const lines = linesOfCost(cost, userUs, systemUs, measured, throttled) + fixed3Line(remaining);
  return figures.ops === undefined && !figures.warned && figures.account === undefined
    ? lines
    : lines + rareHeaders(figures);
}

/** What is said of the request itself, and the name of the last header: what remains of the quota, as `fixed3Line` has it, comes next. */
export function linesOfCost(
  cost: number,
  userUs: number,
  systemUs: number,
  measured: boolean,
  throttled: boolean,
): string {
  return `X-Usage-Request-Cost: ${fixed2(cost)}\r\nX-Usage-User-Time: ${secondsOf(userUs)}\r\nX-Usage-System-Time: ${secondsOf(systemUs)}\r\nX-Usage-Measured: ${measured}\r\nX-Usage-Throttled: ${throttled}\r\nX-Usage-Quota-Remaining: `;
}

function rareHeaders({ ops, warned, remaining, quotaUnits, account }: UsageHeaderFigures): HeaderLines {
  let lines = '';
  if (ops !== undefined) lines += `X-Usage-Input-Ops: ${ops.input}\r\nX-Usage-Output-Ops: ${ops.output}\r\n`;
  if (warned) lines += `X-Usage-Warning: ${Math.floor((1 - remaining / quotaUnits) * 100)}% of the quota is used\r\n`;
  if (account !== undefined) lines += `X-Usage-Account: ${accountHeader(account)}\r\n`;
  return lines;
}

/** Read and write calls as whole numbers; undefined where none were counted. */
export function opsOf({ io }: RequestUsage): UsageHeaderFigures['ops'] {
  return io === undefined ? undefined : { input: Math.round(io.readCalls), output: Math.round(io.writeCalls) };
}
