// AssemblyScript: see header-prediction.ts.

import * as packet from '../../capture/src/packet-record.ts';
import { STOPPED_WARMED } from '../src/header-prediction-words.ts';
import * as at from '../src/layout.ts';
import { bucketOf, candidates, coldOf, hashAt, inFlight, prefixesOf, rowOf, seed, stopped } from './places.ts';

// Of the packet that is looked at.
/** The newest connection of its 4-tuple, or -1, also for what is no segment. */
export let slot: i32 = -1;
/** Who sent it: 0 the originator, 1 the responder. */
export let direction: i32 = 0;

/**
 * Computes the hashes of these packets, and reads a word of each cache line that following these packets will need, all buckets first, then all rows: the processor then waits for many
 * lines at once instead of for one after the other.
 */
export function warm(first: i32, count: i32): void {
  for (let index = 0; index < count; index += 1) {
    const hash = hashOf(inFlight(first + index), prefixesOf(first + index));
    store<i32>(hashAt(first + index), hash);
    store<i32>(candidates + ((<usize>index) << 2), load<i32>(bucketOf(hash)));
  }
  let sum = 0;
  for (let index = 0; index < count; index += 1) {
    const head = load<i32>(candidates + ((<usize>index) << 2));
    if (head < 0) continue;
    const row = rowOf(head);
    const isOriginator =
      load<i32>(row, at.ORIGINATOR_PORT << 2) === load<i32>(inFlight(first + index), packet.FLIGHT_SOURCE_PORT << 2);
    sum ^= load<i32>(row + (isOriginator ? 0 : at.halfWords << 2), at.HALF << 2);
  }
  store<i32>(stopped, sum, STOPPED_WARMED << 2); // so that reading is not optimized away
}

/** Leaves the newest connection of a segment's 4-tuple, or -1, in `slot`, and who sent the segment in `direction`. */
export function find(segment: usize, position: i32): void {
  slot = -1;
  const hash = load<i32>(hashAt(position));
  const source = load<i32>(segment, packet.FLIGHT_SOURCE_3 << 2);
  const destination = load<i32>(segment, packet.FLIGHT_DESTINATION_3 << 2);
  const sourcePort = load<i32>(segment, packet.FLIGHT_SOURCE_PORT << 2);
  const destinationPort = load<i32>(segment, packet.FLIGHT_DESTINATION_PORT << 2);
  const family = (load<i32>(segment, packet.FLIGHT_FLAGS << 2) >> packet.familyShift) & 7;
  let candidate = load<i32>(bucketOf(hash));
  while (candidate >= 0) {
    const row = rowOf(candidate);
    if (load<i32>(row, at.HASH << 2) === hash && load<i32>(row, at.FAMILY << 2) === family) {
      for (let side = 0; side < 2; side += 1) {
        const own = row + ((<usize>side) << 2);
        const other = row - ((<usize>side) << 2);
        if (
          load<i32>(own, at.ORIGINATOR_PORT << 2) === sourcePort &&
          load<i32>(own, at.ORIGINATOR_ADDRESS_3 << 2) === source &&
          load<i32>(other, at.RESPONDER_PORT << 2) === destinationPort &&
          load<i32>(other, at.RESPONDER_ADDRESS_3 << 2) === destination &&
          (family !== 6 || hasPrefixes(candidate, side, prefixesOf(position)))
        ) {
          slot = candidate;
          direction = side;
          return;
        }
      }
    }
    candidate = load<i32>(row, at.CHAIN << 2);
  }
}

/** Whether the first three words of the IPv6 addresses are equal: they alone tell two ends with equal last words apart. */
function hasPrefixes(candidate: i32, side: i32, prefixes: usize): boolean {
  const row = coldOf(candidate);
  const source = row + ((side === 0 ? at.ORIGINATOR_ADDRESS_0 : at.RESPONDER_ADDRESS_0) << 2);
  const destination = row + ((side === 0 ? at.RESPONDER_ADDRESS_0 : at.ORIGINATOR_ADDRESS_0) << 2);
  for (let word: usize = 0; word < 12; word += 4) {
    if (load<i32>(source + word) !== load<i32>(prefixes + word, packet.RARE_SOURCE_0 << 2)) return false;
    if (load<i32>(destination + word) !== load<i32>(prefixes + word, packet.RARE_DESTINATION_0 << 2)) return false;
  }
  return true;
}

/** The hash of a segment's 4-tuple, as in tuple-hash.ts. */
function hashOf(segment: usize, prefixes: usize): i32 {
  let source = load<i32>(segment, packet.FLIGHT_SOURCE_3 << 2);
  let destination = load<i32>(segment, packet.FLIGHT_DESTINATION_3 << 2);
  if (((load<i32>(segment, packet.FLIGHT_FLAGS << 2) >> packet.familyShift) & 7) === 6) {
    source ^= hashPrefix(prefixes + (packet.RARE_SOURCE_0 << 2));
    destination ^= hashPrefix(prefixes + (packet.RARE_DESTINATION_0 << 2));
  }
  let hash =
    mixEnd(source, load<i32>(segment, packet.FLIGHT_SOURCE_PORT << 2)) +
    mixEnd(destination, load<i32>(segment, packet.FLIGHT_DESTINATION_PORT << 2));
  hash ^= hash >>> 16;
  hash *= 0x85ebca6b;
  hash ^= hash >>> 13;
  hash *= 0xc2b2ae35;
  return hash ^ (hash >>> 16);
}

function hashPrefix(words: usize): i32 {
  let mixed = (load<i32>(words) ^ seed) * 0xcc9e2d51;
  mixed = (load<i32>(words, 4) ^ mixed ^ (mixed >>> 15)) * 0x1b873593;
  mixed = (load<i32>(words, 8) ^ mixed ^ (mixed >>> 13)) * 0x85ebca6b;
  return mixed ^ (mixed >>> 16);
}

function mixEnd(address: i32, port: i32): i32 {
  const mixed = (address ^ ((port ^ seed) * 0x9e3779b1)) * 0xcc9e2d51;
  return (mixed ^ (mixed >>> 15)) * 0x1b873593;
}

/** There is none: it is no segment. */
export function findNothing(): void {
  slot = -1;
}
