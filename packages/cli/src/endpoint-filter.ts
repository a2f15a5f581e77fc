import { isIPv6 } from 'node:net';

/** One end of a connection, as a filter compares it. */
interface End {
  readonly ip: string;
  readonly port: number | string;
}

/** Whether a connection has an end that is wanted. */
export type EndpointFilter = (ends: { readonly originator: End; readonly responder: End }) => boolean;

/**
 * Reads `--filter`: `HOST:PORT`, `HOST`, `:PORT`, with IPv6 as `[ADDRESS]:PORT` or bare. A connection passes when one of its ends matches.
 *
 * @returns undefined when the text is none of these
 */
export function parseEndpointFilter(text: string): EndpointFilter | undefined {
  const match = isIPv6(text)
    ? [text, text]
    : (/^\[([^\]]+)\](?::([^:\s]+))?$/.exec(text) ?? /^([^:\s]*)(?::([^:\s]+))?$/.exec(text));
  const host = match?.[1] ?? '';
  const port = match?.[2] ?? '';
  if (match === null || (host === '' && port === '')) return undefined;
  const matches = (end: End) => (host === '' || end.ip === host) && (port === '' || String(end.port) === port);
  return ({ originator, responder }) => matches(originator) || matches(responder);
}
