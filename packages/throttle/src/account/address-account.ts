import { isIPv4 } from 'node:net';
import { folded, groupsOf } from './address-bits.ts';

/**
 * The account of an anonymous client: an IPv4 address by itself, an IPv6 address by its prefix, as one customer has a whole /64 or more and takes a new address whenever he
 * likes. Mapped addresses are folded, so nobody has two accounts.
 *
 * `addressAccount('2001:db8:0:1::9', 64)` is `2001:db8:0:1::/64`, `addressAccount('::ffff:192.0.2.1', 64)` is `192.0.2.1`.
 */
export function addressAccount(address: string, ipv6Prefix: number): string {
  const plain = folded(address);
  if (isIPv4(plain)) return plain;
  const groups = groupsOf(plain);
  if (groups === undefined) return 'unknown';
  const kept = groups.map((group, index) => group & maskOf(ipv6Prefix - index * 16));
  let end = 8;
  while (end > 0 && kept[end - 1] === 0) end -= 1;
  const head = kept.slice(0, end).map((group) => group.toString(16));
  return `${head.join(':')}${end === 8 ? '' : '::'}/${ipv6Prefix}`;
}

/** The mask for a group of which so many bits belong to the prefix. */
function maskOf(bits: number): number {
  return bits <= 0 ? 0 : bits >= 16 ? 0xffff : (0xffff << (16 - bits)) & 0xffff;
}
