/**
 * A hash of a connection's 4-tuple, symmetric in its two ends: each end is mixed by itself, the sum is mixed again (the finalizer of MurmurHash3).
 *
 * @param seed another one in each run, so that nobody can make up addresses that all fall into one bucket: 65,535 such SYNs took 50 s
 * @param sourcePrefix `hashPrefix` of an IPv6 address, else 0
 */
export function hashTuple(
  seed: number,
  source: number,
  sourcePrefix: number,
  sourcePort: number,
  destination: number,
  destinationPrefix: number,
  destinationPort: number,
): number {
  let hash =
    (mixEnd(seed, source ^ sourcePrefix, sourcePort) + mixEnd(seed, destination ^ destinationPrefix, destinationPort)) |
    0;
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/** The first three words of an IPv6 address, mixed. */
export function hashPrefix(seed: number, word0: number, word1: number, word2: number): number {
  let mixed = Math.imul(word0 ^ seed, 0xcc9e2d51);
  mixed = Math.imul(word1 ^ mixed ^ (mixed >>> 15), 0x1b873593);
  mixed = Math.imul(word2 ^ mixed ^ (mixed >>> 13), 0x85ebca6b);
  return mixed ^ (mixed >>> 16);
}

function mixEnd(seed: number, address: number, port: number): number {
  const mixed = Math.imul(address ^ Math.imul(port ^ seed, 0x9e3779b1), 0xcc9e2d51);
  return Math.imul(mixed ^ (mixed >>> 15), 0x1b873593);
}
