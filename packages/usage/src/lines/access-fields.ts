import { routeShape } from '@fivewhys/throttle';
import { instantMs } from './instant-ms.ts';
import type { LineKind, Reading } from './reading.ts';

/** What a line of an access log says, under the names of the recipes; values as they stand in the log. */
export interface AccessFields {
  readonly time?: unknown;
  readonly remote_addr?: unknown;
  readonly remote_user?: unknown;
  readonly account?: unknown;
  readonly method?: unknown;
  readonly path?: unknown;
  readonly status?: unknown;
  /** Seconds. */
  readonly request_time?: unknown;
  readonly x_usage_account?: unknown;
  readonly x_usage_request_cost?: unknown;
  readonly x_usage_throttled?: unknown;
}

/** Reads the fields of a line of an access log. A load balancer writes `-` or nothing for a header that was not there. */
export function readAccessFields(fields: AccessFields, line: LineKind): Reading {
  const endMs = instantMs(fields.time);
  if (endMs === undefined) return damaged(`no time that could be read: ${JSON.stringify(fields.time)}`);
  const costText = said(fields.x_usage_request_cost);
  if (costText === undefined) return { kind: 'without-cost', line };
  const cost = Number(costText);
  if (!Number.isFinite(cost) || cost < 0) return damaged(`x_usage_request_cost is ${JSON.stringify(costText)}`);
  const account = accountOf(fields);
  if (account === undefined) return damaged('neither an account nor an address');
  const wallMs = Number(said(fields.request_time) ?? 0) * 1000;
  const throttled = said(fields.x_usage_throttled) === 'true';
  return {
    kind: 'usage',
    line,
    row: {
      endMs,
      wallMs: wallMs > 0 && Number.isFinite(wallMs) ? wallMs : 0,
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
