import { isIPv6 } from 'node:net';
import { CodedError } from '@fivewhys/evidence';
import type { ExplainErrorCode } from './errors.ts';

/** One end of a connection, as a filter compares it. */
interface End {
  readonly ip: string;
  readonly port: number | string;
}

/** Whether a connection has an end that is wanted. */
export type EndpointFilter = (ends: { readonly originator: End; readonly responder: End }) => boolean;

/** Reads a filter: `HOST:PORT`, `HOST`, `:PORT`, with IPv6 as `[ADDRESS]:PORT` or bare. A connection passes when one of its ends matches. */
export function parseEndpointFilter(text: string): EndpointFilter {
  const match = isIPv6(text)
    ? [text, text]
    : (/^\[([^\]]+)\](?::([^:\s]+))?$/.exec(text) ?? /^([^:\s]*)(?::([^:\s]+))?$/.exec(text));
  const host = match?.[1] ?? '';
  const port = match?.[2] ?? '';
  if (match === null || (host === '' && port === '')) {
    throw new CodedError(
      'FILTER_UNKNOWN' satisfies ExplainErrorCode,
      `a filter is HOST, HOST:PORT, :PORT or [IPV6]:PORT, and not "${text}"`,
    );
  }
  const matches = (end: End) => (host === '' || end.ip === host) && (port === '' || String(end.port) === port);
  return ({ originator, responder }) => matches(originator) || matches(responder);
}
