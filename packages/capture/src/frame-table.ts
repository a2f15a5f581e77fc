/** Frames that are decoded together: their bytes are still in the processor's second-level cache, and a decoder's way is not left after each of them. */
export const mostFrames = 128;

/**
 * Frames that a format found in the input and that wait to be decoded, as columns: nothing is allocated for a frame. A format writes the next one's fields at `count`, then counts it.
 */
export class FrameTable {
  count = 0;
  /** Where each lies in the bytes. */
  readonly offset = new Int32Array(mostFrames);
  /** How much of it is there. */
  readonly capturedBytes = new Int32Array(mostFrames);
  /** How long it was on the wire. */
  readonly originalBytes = new Uint32Array(mostFrames);
  /** Its number in the capture, from 1. */
  readonly frame = new Int32Array(mostFrames);
  readonly interfaceId = new Int32Array(mostFrames);
  /** See `firstLayerOf`. */
  readonly firstLayer = new Int32Array(mostFrames);
  /** In nanoseconds since the reader's base. */
  readonly instantNs = new Float64Array(mostFrames);
  /** 0 while no frame of the capture has had a time: then the instant is made up. */
  readonly isTimed = new Uint8Array(mostFrames).fill(1);
  /** Where its record begins in the input, for damage reports. */
  readonly recordOffset = new Float64Array(mostFrames);
}
