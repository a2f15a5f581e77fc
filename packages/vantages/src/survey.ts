import { type ByteSource, type CaptureReading, ReaderContext, readCapture } from '@fivewhys/capture';
import { type Fingerprint, glanceAt, readFingerprint, Tracker } from '@fivewhys/connections';

/** So many connections of a capture are held against those of the others; a bound of memory, and said when it is met. */
export const mostSurveyed = 262_144;

/** One connection of a capture. */
export interface Sighting extends Fingerprint {
  /** Index of its capture. */
  readonly input: number;
  /** A RST, an odd answer, silence: see `ConnectionGlance`. */
  readonly looksWrong: boolean;
  readonly retransmissions: number;
  /** Segments of both ends, without RSTs and copies. */
  readonly segments: number;
}

/** What one capture holds, as far as it matters to a comparison. Instants are nanoseconds since its base. */
export interface Survey {
  readonly sightings: readonly Sighting[];
  /** Connections beyond the bound. */
  readonly leftOut: number;
  readonly frames: number;
  readonly baseInstantNs: bigint;
  readonly clock: CaptureReading['clock'];
  /** Of any frame, also those without TCP. */
  readonly firstInstantNs: number;
  readonly lastInstantNs: number;
  /** Packets that the capturing program says it lost. A pcap file can't say. */
  readonly droppedPackets: number;
  /** Some connection of it was heard from both ends: then its filter, or its place, does not hide a direction. */
  readonly hearsBothEnds: boolean;
  /** Names of its interfaces, where it has them. */
  readonly interfaceNames: readonly (string | undefined)[];
  /** It was taken with `-i any`: its interface numbers are those of the kernel (LINKTYPE_LINUX_SLL2). */
  readonly isCooked: boolean;
}

/** LINKTYPE_LINUX_SLL2, www.tcpdump.org/linktypes.html. */
const linuxSll2 = 276;

/** Reads a capture once, and notes what its connections can be known by. @throws what `readCapture` throws */
export async function surveyCapture(
  input: number,
  source: ByteSource,
  onProgress?: (bytesRead: number) => void,
): Promise<Survey> {
  const sightings: Sighting[] = [];
  const span = { first: Number.POSITIVE_INFINITY, last: Number.NEGATIVE_INFINITY };
  let leftOut = 0;
  const tracker = new Tracker((released, slot) => {
    const { firstInstantNs, lastInstantNs, looksWrong, retransmissions } = glanceAt(released, slot);
    span.first = Math.min(span.first, firstInstantNs);
    span.last = Math.max(span.last, lastInstantNs);
    if (sightings.length >= mostSurveyed) {
      leftOut += 1;
      return;
    }
    const print = readFingerprint(released, slot, context.names);
    const segments = print.half.originator.segments + print.half.responder.segments;
    sightings.push({ ...print, input, looksWrong, retransmissions, segments });
  });
  const context: ReaderContext = new ReaderContext(tracker);
  const { baseInstantNs, clock } = await readCapture(source, context, onProgress);
  tracker.end();
  sightings.sort((a, b) => a.stream - b.stream);
  return {
    sightings,
    leftOut,
    frames: context.tallies.frames,
    baseInstantNs,
    clock,
    firstInstantNs: Math.min(span.first, context.withoutTcp.firstInstantNs),
    lastInstantNs: Math.max(span.last, context.withoutTcp.lastInstantNs),
    droppedPackets: context.droppedPackets,
    hearsBothEnds: sightings.some(({ half }) => half.originator.segments > 0 && half.responder.segments > 0),
    interfaceNames: context.interfaces.map(({ name }) => name),
    isCooked: context.interfaces.some(({ linkType }) => linkType === linuxSll2),
  };
}
