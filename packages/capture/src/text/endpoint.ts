import { parseIpv4, parseIpv6 } from '../address.ts';

/** `host.port` as printed, taken apart. */
export interface Endpoint {
  readonly host: string;
  readonly port: string;
}

/**
 * Splits an endpoint as tcpdump prints it (`10.0.0.1.80`, `2001:db8::1.443`, `web.example.com.http`) or as people rewrite it
 * (`$LB_IP:$LB_PORT`, `10.0.0.1:80`, `[2001:db8::1]:443`, `[IP].80`, `<client>.1234`).
 *
 * @returns undefined when there is no port
 */
export function splitEndpoint(text: string): Endpoint | undefined {
  const dot = text.lastIndexOf('.');
  const colon = text.lastIndexOf(':');
  let split = dot;
  // A colon counts as the separator if it is the only one, so not the last of an IPv6 address without a port.
  if (colon > dot && (text.indexOf(':') === colon || text[colon - 1] === ']')) split = colon;
  else if (colon > dot) return undefined;
  if (split <= 0 || split === text.length - 1) return undefined;
  if (split === dot && parseIpv4(text) !== undefined) return undefined;
  let host = text.slice(0, split);
  if (host.startsWith('[') && host.endsWith(']') && host.includes(':')) host = host.slice(1, -1);
  return { host, port: text.slice(split + 1) };
}

/** An address in a segment's form: family 4 or 6 and its words; undefined for a name. */
export function addressOf(
  host: string,
): { family: 4 | 6; words: readonly [number, number, number, number] } | undefined {
  const ipv4 = parseIpv4(host);
  if (ipv4 !== undefined) return { family: 4, words: [0, 0, 0, ipv4] };
  if (!host.includes(':')) return undefined;
  const ipv6 = parseIpv6(host);
  return ipv6 === undefined ? undefined : { family: 6, words: ipv6 };
}
