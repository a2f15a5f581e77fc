import {
  type ByteSource,
  type CaptureReading,
  type IcmpError,
  ReaderContext,
  readCapture,
  type Segment,
} from '@fivewhys/capture';
import { PieceSource } from './piece-source.ts';

/** A segment that outlives the call, with what was captured of its payload. */
export type ReadSegment = Segment & { readonly payload: Uint8Array };

export interface ReadBytes {
  readonly reading: CaptureReading;
  readonly segments: readonly ReadSegment[];
  readonly icmpErrors: readonly IcmpError[];
  readonly context: ReaderContext;
}

/** Reads a whole capture from memory and keeps all that comes out of it. */
export function readBytes(bytes: Uint8Array, ...pieceSizes: readonly number[]): Promise<ReadBytes> {
  return readSource(new PieceSource(bytes, ...pieceSizes));
}

export async function readSource(source: ByteSource): Promise<ReadBytes> {
  const segments: ReadSegment[] = [];
  const icmpErrors: IcmpError[] = [];
  const context = new ReaderContext({
    segment: (segment, bytes) => {
      const { payloadOffset, capturedPayloadBytes } = segment;
      segments.push({ ...segment, payload: bytes.slice(payloadOffset, payloadOffset + capturedPayloadBytes) });
    },
    icmpError: (error) => {
      icmpErrors.push({ ...error });
    },
  });
  const reading = await readCapture(source, context);
  return { reading, segments, icmpErrors, context };
}

/** All that was read, without where it lay in memory: equal for equal captures, however they came in. */
export function comparable({ reading, segments, icmpErrors, context }: ReadBytes): object {
  const { tallies, damage, interfaces, names, comments, droppedPackets } = context;
  return {
    reading,
    segments: segments.map((segment) => ({ ...segment, payloadOffset: undefined })),
    icmpErrors,
    context: {
      tallies,
      damage: { count: damage.count, places: damage.places },
      interfaces,
      names,
      comments,
      droppedPackets,
    },
  };
}

/** The absolute instant of every segment. */
export function instantsOf({ reading, segments }: ReadBytes): bigint[] {
  return segments.map(({ instantNs }) => reading.baseInstantNs + BigInt(instantNs));
}
