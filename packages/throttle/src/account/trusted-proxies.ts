import { BlockList, isIP, isIPv4 } from 'node:net';
import { throttleError } from '../errors.ts';
import { folded } from './address-bits.ts';

/** Tells whether an address, folded, is a proxy of ours. */
export type IsTrusted = (address: string) => boolean;

/**
 * Reads the list of our own proxies: addresses and prefixes, `['10.0.0.0/8', '2001:db8::1', '127.0.0.1']`. There is no default and no "trust all": whoever trusts a hop
 * that anybody can be lets anybody choose his account.
 * @throws CodedError `THROTTLE_OPTION_INVALID`
 */
export function trustedProxies(list: readonly string[]): IsTrusted {
  if (list.length === 0) return () => false;
  const trusted = new BlockList();
  for (const entry of list) add(trusted, entry);
  return (address) => isIP(address) !== 0 && trusted.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
}

function add(trusted: BlockList, entry: string): void {
  const [address = '', prefix] = entry.split('/', 2);
  const plain = prefix === undefined ? folded(address) : address;
  const family = isIPv4(plain) ? 'ipv4' : 'ipv6';
  const longest = family === 'ipv4' ? 32 : 128;
  const bits = prefix === undefined ? longest : Number(prefix);
  if (isIP(plain) === 0 || prefix === '' || !(Number.isInteger(bits) && bits >= 0 && bits <= longest))
    throw throttleError('THROTTLE_OPTION_INVALID', 'trustedProxies', entry, 'addresses, or prefixes as 10.0.0.0/8');
  trusted.addSubnet(plain, bits, family);
}
