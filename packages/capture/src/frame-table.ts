import type { Arena } from './arena.ts';

/** Frames that are decoded together: their bytes are still in the processor's second-level cache, and a decoder's way is not left after each of them. */
export const mostFrames = 128;

/** What a table takes from an arena: at most ten columns, of eight bytes a frame at most. */
export const frameTableBytes = 10 * 8 * mostFrames;

/**
 * Frames that a format found in the input and that wait to be decoded, as columns: nothing is allocated for a frame. A format writes the next one's fields at `count`, then counts it.
 */
export class FrameTable {
  count = 0;
  /** Where each lies in the bytes. */
  readonly offset: Int32Array;
  /** How much of it is there. */
  readonly capturedBytes: Int32Array;
  /** How long it was on the wire. */
  readonly originalBytes = new Uint32Array(mostFrames);
  /** Its number in the capture, from 1. */
  readonly frame: Int32Array;
  readonly interfaceId: Int32Array;
  /** See `firstLayerOf`. */
  readonly firstLayer: Int32Array;
  /** In nanoseconds since the reader's base. */
  readonly instantNs: Float64Array;
  /** 0 while no frame of the capture has had a time: then the instant is made up. */
  readonly isTimed = new Uint8Array(mostFrames).fill(1);
  /** Where its record begins in the input, for damage reports. */
  readonly recordOffset = new Float64Array(mostFrames);

  /** @param arena takes the columns that compiled loops read */
  constructor(arena?: Arena) {
    const column = () => arena?.int32(mostFrames) ?? new Int32Array(mostFrames);
    this.offset = column();
    this.capturedBytes = column();
    this.frame = column();
    this.interfaceId = column();
    this.firstLayer = column();
    this.instantNs = arena?.float64(mostFrames) ?? new Float64Array(mostFrames);
  }
}
