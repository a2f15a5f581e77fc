import { isIP } from 'node:net';
import { folded } from './address-bits.ts';
import type { IsTrusted } from './trusted-proxies.ts';

/**
 * The address of the client, behind our own proxies. Each proxy appends to `X-Forwarded-For` whom it was called by; what stands further left, the client itself may have written.
 * So it is read from the right, only as long as the hop that wrote an entry is trusted: the first address that is none of ours is the client. An entry that is no address, or a header that ends,
 * leaves the last hop that is known.
 *
 * @param peer the other end of the connection
 * @param forwardedFor the header's values, joined by commas
 */
export function clientAddress(peer: string, forwardedFor: string | undefined, isTrusted: IsTrusted): string {
  let known = folded(peer);
  if (forwardedFor === undefined || !isTrusted(known)) return known;
  let end = forwardedFor.length;
  while (end >= 0 && isTrusted(known)) {
    const comma = end === 0 ? -1 : forwardedFor.lastIndexOf(',', end - 1);
    const address = folded(withoutPort(forwardedFor.slice(comma + 1, end).trim()));
    if (isIP(address) === 0) return known;
    known = address;
    end = comma;
  }
  return known;
}

/** Some proxies write the port too: `192.0.2.1:40000`, `[2001:db8::1]:40000`. */
function withoutPort(entry: string): string {
  if (entry.startsWith('[')) return entry.slice(1, entry.indexOf(']') === -1 ? undefined : entry.indexOf(']'));
  return /^[\d.]+:\d+$/.test(entry) ? entry.slice(0, entry.indexOf(':')) : entry;
}
