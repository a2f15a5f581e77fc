import type { AddressKey, Surroundings } from '@fivewhys/connections';

/**
 * Whether a TTL is one of several that an address shows in other connections, and within one of them: then its packets come by several ways, and the TTL tells the way that one took,
 * not who made it.
 */
export function comesBySeveralWays(surroundings: Surroundings, address: AddressKey, ttl: number): boolean {
  const baseline = surroundings.baseline(address);
  return baseline !== undefined && baseline.withSeveralTtls > 0 && baseline.ttls.has(ttl);
}

/** Why such a TTL says nothing. @param ip the address */
export function severalWaysText(ip: string, ttl: number): string {
  return `TTL ${ttl}, as packets of ${ip} in other connections, within which its TTL changes: they come by several ways`;
}
