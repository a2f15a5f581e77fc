import {
  ACK,
  type ByteSource,
  type IcmpError,
  type PacketSink,
  ReaderContext,
  readCapture,
  type Segment,
} from '@fivewhys/capture';
import type { Side } from '@fivewhys/connections';
import { hashOfEnds, hashOfSegment, sideOf } from './ends-of-segment.ts';
import type { Leg } from './match-connections.ts';
import type { SeenSegment } from './seen-segment.ts';

/** Segments kept of one capture: about 40 MB. What is beyond is said. */
export const mostKept = 200_000;
/** Of one connection: its beginning, and of the rest the newest. */
export const mostKeptOfOne = 20_000;
const keptOfBeginning = 64;

/** The segments of one connection of one capture. */
export interface KeptLeg {
  readonly leg: Leg;
  readonly segments: readonly SeenSegment[];
  /** Segments after the beginning that were let go, for there were too many. */
  readonly leftOut: number;
  /** The times between which they were; NaN where none was let go. */
  readonly gapFromNs: number;
  readonly gapToNs: number;
}

/**
 * Reads a capture a second time and keeps all segments of the connections that are compared.
 *
 * @param legs of this capture
 * @throws what `readCapture` throws
 */
export async function keepSegments(
  legs: readonly Leg[],
  source: ByteSource,
  onProgress?: (bytesRead: number) => void,
): Promise<KeptLeg[]> {
  const watches = legs.map((leg) => new Watch(leg));
  await readCapture(source, new ReaderContext(new LegSink(watches)), onProgress);
  return watches.map((watch) => watch.kept());
}

class LegSink implements PacketSink {
  readonly #byHash = new Map<number, Watch[]>();

  constructor(watches: readonly Watch[]) {
    for (const watch of watches) {
      const hash = hashOfEnds(watch.leg.sighting.originator, watch.leg.sighting.responder);
      const others = this.#byHash.get(hash);
      if (others === undefined) this.#byHash.set(hash, [watch]);
      else others.push(watch);
    }
  }

  segment(segment: Segment): void {
    const watches = this.#byHash.get(hashOfSegment(segment));
    if (watches === undefined || segment.malformed !== 0) return;
    for (const watch of watches) if (watch.take(segment)) return;
  }

  icmpError(_error: IcmpError): void {
    // What a router says of a segment has frames and findings in `explain`.
  }
}

/** Collects one connection's segments: the beginning, and the newest in a ring. */
class Watch {
  readonly leg: Leg;
  readonly #beginning: SeenSegment[] = [];
  readonly #newest: SeenSegment[] = [];
  #count = 0;
  #lastLeftOut: SeenSegment | undefined;

  constructor(leg: Leg) {
    this.leg = leg;
  }

  /** @returns whether the segment is one of this connection: its ends do, and it lies where the connection does */
  take(segment: Segment): boolean {
    const { originator, responder, firstFrame, lastFrame, stream } = this.leg.sighting;
    if (segment.frame < firstFrame || segment.frame > lastFrame) return false;
    const from = sideOf(segment, originator, responder);
    if (from === undefined) return false;
    const seen = seenSegment(segment, stream, this.leg.turned ? otherSide(from) : from);
    if (this.#beginning.length < keptOfBeginning) this.#beginning.push(seen);
    else {
      const slot = this.#count % (mostKeptOfOne - keptOfBeginning);
      if (this.#newest[slot] !== undefined) this.#lastLeftOut = this.#newest[slot];
      this.#newest[slot] = seen;
      this.#count += 1;
    }
    return true;
  }

  kept(): KeptLeg {
    const newest = this.#newest.toSorted((a, b) => a.frame - b.frame);
    return {
      leg: this.leg,
      segments: [...this.#beginning, ...newest],
      leftOut: this.#count - newest.length,
      gapFromNs: this.#lastLeftOut === undefined ? Number.NaN : (this.#beginning.at(-1)?.instantNs ?? Number.NaN),
      gapToNs: this.#lastLeftOut?.instantNs ?? Number.NaN,
    };
  }
}

function seenSegment(segment: Segment, stream: number, from: Side): SeenSegment {
  return {
    frame: segment.frame,
    instantNs: segment.instantNs,
    stream,
    from,
    interfaceId: segment.interfaceId,
    flags: segment.flags,
    sequence: segment.sequence >>> 0,
    acknowledgment: (segment.flags & ACK) === 0 ? 0 : segment.acknowledgment >>> 0,
    payloadBytes: segment.payloadBytes,
    window: segment.window,
    ttl: segment.ttl,
    ipId: segment.ipId,
    options: segment.options,
    mss: segment.mss,
    windowScale: segment.windowScale,
    timestampValue: segment.timestampValue >>> 0,
    timestampEcho: segment.timestampEcho >>> 0,
  };
}

function otherSide(side: Side): Side {
  return side === 'originator' ? 'responder' : 'originator';
}
