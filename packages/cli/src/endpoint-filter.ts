import { CodedError } from '@fivewhys/evidence';
import type { CliErrorCode } from './errors.ts';

/** One end of a connection, as a filter compares it. */
interface End {
  readonly ip: string;
  readonly port: number | string;
}

/**
 * Reads `--filter`: `HOST:PORT`, `HOST`, `:PORT`, with IPv6 as `[ADDRESS]:PORT` or bare. A connection passes when one of its ends matches.
 *
 * @throws CodedError OPTION_INVALID
 */
export function parseEndpointFilter(text: string): (ends: { originator: End; responder: End }) => boolean {
  const match = /^\[([^\]]+)\](?::(\S+))?$/.exec(text) ?? /^([^:]*)(?::([^:\s]+))?$/.exec(text) ?? bareIpv6(text);
  const host = match?.[1] ?? '';
  const port = match?.[2] ?? '';
  if (match === null || (host === '' && port === '')) {
    throw new CodedError(
      'OPTION_INVALID' satisfies CliErrorCode,
      `--filter takes HOST, HOST:PORT, :PORT or [IPV6]:PORT, got "${text}"`,
    );
  }
  const matches = (end: End) => (host === '' || end.ip === host) && (port === '' || String(end.port) === port);
  return ({ originator, responder }) => matches(originator) || matches(responder);
}

function bareIpv6(text: string): RegExpExecArray | null {
  return /^([0-9a-fA-F:.]*:[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)$/.exec(text);
}
