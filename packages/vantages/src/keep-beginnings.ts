import { type ByteSource, type PacketSink, ReaderContext, readCapture, type Segment } from '@fivewhys/capture';
import { hashOfEnds, hashOfSegment, sideOf } from './ends-of-segment.ts';
import type { Sighting } from './survey.ts';

/** So many connections of a capture are looked at for what they begin with. */
export const mostBeginnings = 20_000;
/** What is kept of the first payload. */
const keptBytes = 48;

/** What an originator said first, in Latin-1 so that each byte is a character. */
export type Beginnings = ReadonlyMap<Sighting, string>;

/** Reads a capture once more for what connections begin with. @throws what `readCapture` throws */
export async function keepBeginnings(sightings: readonly Sighting[], source: ByteSource): Promise<Beginnings> {
  const sink = new BeginningSink(sightings.slice(0, mostBeginnings));
  await readCapture(source, new ReaderContext(sink));
  return sink.beginnings;
}

class BeginningSink implements PacketSink {
  readonly beginnings = new Map<Sighting, string>();
  readonly #byHash = new Map<number, Sighting[]>();

  constructor(sightings: readonly Sighting[]) {
    for (const sighting of sightings) {
      const hash = hashOfEnds(sighting.originator, sighting.responder);
      const others = this.#byHash.get(hash);
      if (others === undefined) this.#byHash.set(hash, [sighting]);
      else others.push(sighting);
    }
  }

  segment(segment: Segment, bytes: Uint8Array): void {
    if (segment.capturedPayloadBytes === 0) return;
    const { frame, payloadOffset, capturedPayloadBytes } = segment;
    for (const sighting of this.#byHash.get(hashOfSegment(segment)) ?? []) {
      if (frame < sighting.firstFrame || frame > sighting.lastFrame || this.beginnings.has(sighting)) continue;
      if (sideOf(segment, sighting.originator, sighting.responder) !== 'originator') continue;
      const end = payloadOffset + Math.min(keptBytes, capturedPayloadBytes);
      this.beginnings.set(sighting, String.fromCharCode(...bytes.subarray(payloadOffset, end)));
    }
  }

  icmpError(): void {
    // Says nothing of what was said.
  }
}
