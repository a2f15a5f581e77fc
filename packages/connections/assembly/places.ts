// AssemblyScript: see header-prediction.ts.

import * as packet from '../../capture/src/packet-record.ts';
import * as at from '../src/layout.ts';

// Where everything lies in the memory.
export let flight: usize = 0;
export let rare: usize = 0;
export let kept: usize = 0;
export let rows: usize = 0;
export let cold: usize = 0;
export let buckets: usize = 0;
export let links: usize = 0;
export let heads: usize = 0;
/** Of each packet of a batch, while it is warmed: the first slot of its bucket. */
export let candidates: usize = 0;
/** And its hash. */
export let hashes: usize = 0;
/** What the caller reads afterwards: STOPPED_*. */
export let stopped: usize = 0;
/** Of the hashes. */
export let seed: i32 = 0;

/** Says where everything lies: the records of the ring, the rows of connections, the buckets of the hash table, the links and heads of the log, and some room for itself. */
export function place(
  flightAt: usize,
  rareAt: usize,
  keptAt: usize,
  rowsAt: usize,
  coldAt: usize,
  bucketsAt: usize,
  linksAt: usize,
  headsAt: usize,
  candidatesAt: usize,
  hashesAt: usize,
  stoppedAt: usize,
  seedOfHashes: i32,
): void {
  flight = flightAt;
  rare = rareAt;
  kept = keptAt;
  rows = rowsAt;
  cold = coldAt;
  buckets = bucketsAt;
  links = linksAt;
  heads = headsAt;
  candidates = candidatesAt;
  hashes = hashesAt;
  stopped = stoppedAt;
  seed = seedOfHashes;
}

export function inFlight(position: i32): usize {
  return flight + <usize>(position & (packet.mostInFlight - 1)) * packet.bytesPerRecord;
}

export function rowOf(connection: i32): usize {
  return rows + <usize>connection * (at.rowWords << 2);
}

export function bucketOf(hash: i32): usize {
  return buckets + ((<usize>(hash & (at.bucketCount - 1))) << 2);
}

export function coldOf(connection: i32): usize {
  return cold + <usize>connection * (at.coldWords << 2);
}

export function keptAt(position: i32): usize {
  return kept + <usize>(position & (packet.keptRecords - 1)) * packet.bytesPerRecord;
}

/** First three words of the addresses of an IPv6 segment. */
export function prefixesOf(position: i32): usize {
  return rare + <usize>(position & (packet.mostInFlight - 1)) * (packet.rareWords << 2);
}

/** Where `warm` leaves the hash of a packet. */
export function hashAt(position: i32): usize {
  return hashes + ((<usize>(position & (at.mostWarmed - 1))) << 2);
}
