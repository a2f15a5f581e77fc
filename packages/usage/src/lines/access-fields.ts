import { routeShape } from '@fivewhys/throttle';
import { instantMs } from './instant-ms.ts';
import type { LineKind, Reading } from './reading.ts';

/** Whatever takes longer than a year is no request. */
const longestMs = 366 * 86_400_000;

/** What a line of an access log says, under the names of the recipes; values as they stand in the log. */
export interface AccessFields {
  /** When the line was written, that is when the request ended. */
  readonly time?: unknown;
  /** The same in seconds since 1970, with milliseconds: beside the combined format, whose own time has none. */
  readonly msec?: unknown;
  /** When it came, where that is what the load balancer logs. */
  readonly start_time?: unknown;
  readonly remote_addr?: unknown;
  readonly remote_user?: unknown;
  readonly account?: unknown;
  readonly method?: unknown;
  readonly path?: unknown;
  readonly status?: unknown;
  /** Seconds. */
  readonly request_time?: unknown;
  readonly request_time_ms?: unknown;
  /** Nanoseconds, as Traefik has them. */
  readonly duration_ns?: unknown;
  readonly x_usage_account?: unknown;
  readonly x_usage_request_cost?: unknown;
  readonly x_usage_throttled?: unknown;
}

/** Reads the fields of a line of an access log. A load balancer writes `-` or nothing for a header that was not there. */
export function readAccessFields(fields: AccessFields, line: LineKind): Reading {
  const wallMs = wallMsOf(fields);
  const endMs = endMsOf(fields, wallMs);
  if (endMs === undefined)
    return damaged(`no time that could be read: ${JSON.stringify(fields.start_time ?? fields.time)}`);
  const costText = said(fields.x_usage_request_cost);
  if (costText === undefined) return { kind: 'without-cost', line };
  const cost = Number(costText);
  if (!Number.isFinite(cost) || cost < 0) return damaged(`x_usage_request_cost is ${JSON.stringify(costText)}`);
  const account = accountOf(fields);
  if (account === undefined) return damaged('neither an account nor an address');
  const throttled = said(fields.x_usage_throttled) === 'true';
  return {
    kind: 'usage',
    line,
    row: {
      endMs,
      wallMs,
      windowMs: 0,
      account,
      route: routeShape(said(fields.method) ?? '?', said(fields.path) ?? '?'),
      requests: 1,
      units: cost,
      cost,
      throttled: Number(throttled),
      refused: Number(throttled && said(fields.status) === '429'),
    },
  };
}

/** Where a log tells when requests came, they ended as much later as they took. */
function endMsOf({ time, msec, start_time }: AccessFields, wallMs: number | undefined): number | undefined {
  const startMs = instantMs(start_time);
  if (startMs === undefined) return instantMs(msec) ?? instantMs(time);
  return startMs + (wallMs ?? 0);
}

/** All the time from the first byte of a request to the last one of its response; undefined where the log does not say, or says nonsense. */
function wallMsOf({ request_time, request_time_ms, duration_ns }: AccessFields): number | undefined {
  const units = [
    [request_time, 1000],
    [request_time_ms, 1],
    [duration_ns, 1e-6],
  ] as const;
  for (const [value, ms] of units) {
    const text = said(value);
    const wallMs = text === undefined ? Number.NaN : Number(text) * ms;
    if (wallMs >= 0 && wallMs <= longestMs) return wallMs;
  }
  return undefined;
}

/** The application's own word comes percent-encoded; else the user that the load balancer knows, else the address. */
function accountOf({ x_usage_account, account, remote_user, remote_addr }: AccessFields): string | undefined {
  const encoded = said(x_usage_account);
  if (encoded !== undefined) return decoded(encoded);
  const named = said(account) ?? said(remote_user);
  if (named !== undefined) return named;
  const address = said(remote_addr);
  return address === undefined ? undefined : `ip:${address}`;
}

function decoded(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function said(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  const text = String(value);
  return text === '' || text === '-' ? undefined : text;
}

function damaged(reason: string): Reading {
  return { kind: 'damaged', reason };
}
