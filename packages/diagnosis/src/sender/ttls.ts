import type { Half } from '@fivewhys/connections';

/** Routers that a packet has passed: senders begin with 64, 128 or 255. */
export function hopsOf(ttl: number): number {
  return (ttl <= 64 ? 64 : ttl <= 128 ? 128 : 255) - ttl;
}

/** TTLs of an end's own packets, RSTs left out, lowest first. */
export function ttlsOf({ handshakeTtl, lowestTtl, highestTtl }: Half): number[] {
  const known = [handshakeTtl, lowestTtl, highestTtl].filter((ttl) => ttl !== undefined);
  return [...new Set(known)].sort((a, b) => a - b);
}
