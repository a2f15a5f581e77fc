import { IcmpError, Segment } from '@fivewhys/capture';
import { TrackedConnections } from '../oracles/tracked-connections.ts';
import { Random } from '../random.ts';
import type { FuzzTarget } from '../target.ts';

/** One step of an input: a segment or an ICMP error in so many bytes. */
const stepBytes = 12;

/**
 * The tracker: an input is a list of steps, each a segment between one of a few pairs of ends. Numbers lie near those that were used before, for numbers that have nothing to do
 * with each other bring about little.
 */
export const segmentsTarget: FuzzTarget = {
  name: 'segments',

  seeds: () => [
    steps([2], [0x12, 1], [0x10], [0x18, 0, 100], [0x10, 1], [0x11], [0x11, 1], [0x10]),
    steps([2], [0x14, 1]),
    steps([2], [0x10, 1, 0, 200], [4], [2], [0x12, 1], [0x10]),
    steps([2], [0x12, 1], [0x10], [0x18, 0, 100], [0x18, 0, 100, 128], [0x10, 1, 0, 0], [4, 1], [0x14, 0]),
    steps([0x18, 0, 7], [0x18, 1, 9], [0x14, 1, 0, 1], [2, 0, 0, 55], [0x12, 1], [0x10]),
    new Uint8Array(stepBytes * 80).fill(0x12),
    // Long ones: making the tracker takes as long as thousands of steps.
    ...[1, 2, 3].map((seed) => manySteps(2000, seed)),
  ],

  run: (input) => {
    const tracked = new TrackedConnections();
    const segment = new Segment();
    const error = new IcmpError();
    // The ends of four pairs: where each is in its numbers.
    const next = Array.from({ length: 4 }, (_, pair) => [0xffff_ff00 + pair, 0x7fff_ff00 - pair]);
    let instantNs = 0;
    const count = Math.floor(input.length / stepBytes);
    for (let step = 0; step < count; step += 1) {
      const bytes = input.subarray(step * stepBytes, (step + 1) * stepBytes);
      const byte = (index: number) => bytes[index] as number;
      const pair = byte(0) >> 6;
      const from = byte(1) & 1;
      const ends = next[pair] as number[];
      const kind = byte(0) & 0x3f;
      instantNs += byte(2) < 8 ? byte(2) * 100_000 : byte(2) * byte(2) * 1_000_000;
      if (kind === 63) {
        Object.assign(error, quoteOf(pair, from), { frame: step + 1, instantNs, type: byte(3), code: byte(4) });
        error.quotedSequence = (ends[from] as number) | 0;
        tracked.icmpError(error);
        continue;
      }
      const payloadBytes = byte(3) * (byte(1) & 2 ? 97 : 1);
      const moved = byte(5) < 128 ? 0 : (byte(5) - 192) * (byte(1) & 4 ? 1000 : 1);
      Object.assign(segment, tupleOf(pair, from), {
        frame: step + 1,
        instantNs,
        flags: kind | (byte(1) & 8 ? 0x40 : 0),
        sequence: ((ends[from] as number) + moved) | 0,
        acknowledgment: ((ends[1 - from] as number) + (byte(6) < 200 ? 0 : byte(6) - 228)) | 0,
        payloadBytes,
        capturedPayloadBytes: 0,
        window: byte(7) * 3,
        ttl: 60 + (byte(8) & 3),
        ipId: byte(8) >> 3,
        dontFragment: byte(1) & 16 ? 1 : 0,
        options: byte(9) * 2,
        mss: byte(10) * 10,
        windowScale: byte(10) & 15,
        timestampValue: byte(11) * 1000,
        malformed: byte(4) === 251 ? 1 : 0,
        interfaceId: byte(4) & 1,
      });
      tracked.segment(segment, none);
      if (moved === 0 && (kind & 4) === 0) {
        ends[from] = ((ends[from] as number) + payloadBytes + (kind & 2 ? 1 : 0) + (kind & 1)) >>> 0;
      }
    }
    tracked.check();
  },
};

const none = new Uint8Array(0);

function tupleOf(pair: number, from: number): Partial<Segment> {
  const [source, destination] = from === 0 ? [10, 20] : [20, 10];
  const [sourcePort, destinationPort] = from === 0 ? [40_000, 80] : [80, 40_000];
  // Three pairs of IPv4 and one of IPv6 with the same last words.
  return {
    family: pair === 3 ? 6 : 4,
    source3: source,
    destination3: destination,
    sourcePort: sourcePort + (from === 0 ? pair % 3 : 0),
    destinationPort: destinationPort + (from === 1 ? pair % 3 : 0),
  };
}

function quoteOf(pair: number, from: number): Partial<IcmpError> {
  const { family = 4, source3 = 0, destination3 = 0, sourcePort = 0, destinationPort = 0 } = tupleOf(pair, from);
  return {
    family,
    quotedSource3: source3,
    quotedDestination3: destination3,
    quotedSourcePort: sourcePort,
    quotedDestinationPort: destinationPort,
  };
}

/** Steps of the first pair: flags, who, payload, and how far the sequence number lies from where it is expected. */
function steps(
  ...list: readonly (readonly [flags: number, from?: number, payload?: number, moved?: number])[]
): Uint8Array {
  const bytes = new Uint8Array(list.length * stepBytes);
  for (const [index, [flags, from = 0, payload = 0, moved = 0]] of list.entries()) {
    bytes.set([flags, from | 16, 1, payload, 0, moved, 0, 100, index * 8, 0, 0, index], index * stepBytes);
  }
  return bytes;
}

/** Steps of all pairs, mostly what connections are made of. */
function manySteps(count: number, seed: number): Uint8Array {
  const random = new Random(seed);
  const bytes = new Uint8Array(count * stepBytes);
  for (let step = 0; step < count; step += 1) {
    const flags = random.pick([0x02, 0x12, 0x10, 0x10, 0x10, 0x18, 0x18, 0x11, 0x04, 0x14, 63]);
    const pair = random.below(4) << 6;
    const offset = random.oneIn(4) ? random.below(256) : 0;
    const fields = [flags | pair, random.below(32), random.below(10), random.below(256), 0, offset, random.below(256)];
    bytes.set([...fields, random.below(256), random.below(256), 8, 1, random.below(256)], step * stepBytes);
  }
  return bytes;
}
