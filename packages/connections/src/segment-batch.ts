import { copySegment, RST, Segment } from '@fivewhys/capture';

/**
 * Segments that are followed together. Following one means waiting for memory: the bucket of its tuple, then the row of its connection. Of sixteen at a time the
 * processor can wait at once, which makes tracking of many connections about twice as fast.
 */
const batchSegments = 16;
/** Bytes of a RST's payload that are kept. */
const mostResetPayloadBytes = 256;
const noPayload = new Uint8Array(0);

export class SegmentBatch {
  readonly segments: readonly Segment[] = Array.from({ length: batchSegments }, () => new Segment());
  /** What each segment carried, if it is a RST. */
  readonly payloads: Uint8Array[] = new Array<Uint8Array>(batchSegments).fill(noPayload);
  count = 0;

  /** Copies a segment. Returns whether the batch is full. */
  add(segment: Segment, bytes: Uint8Array): boolean {
    const index = this.count;
    copySegment(segment, this.segments[index]);
    const { payloadOffset, capturedPayloadBytes } = segment;
    this.payloads[index] =
      (segment.flags & RST) !== 0 && capturedPayloadBytes > 0
        ? bytes.slice(payloadOffset, payloadOffset + Math.min(capturedPayloadBytes, mostResetPayloadBytes))
        : noPayload;
    this.count = index + 1;
    return this.count === batchSegments;
  }
}
