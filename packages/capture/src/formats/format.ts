/** The kinds of input that this package reads; the names are part of the JSON contract (`inputs[].kind`). */
export type CaptureKind = 'pcap' | 'pcapng' | 'tcpdump-text' | 'ngrep-text';

/**
 * Reads one capture format from bytes that come in pieces. One file per format, all of this shape.
 *
 * `read` is handed all bytes that are at hand and not yet consumed: it consumes whole records from `start` and returns the offset of the first
 * byte that it could not use yet (an incomplete record); the caller keeps those and calls again with more behind them.
 * `end` is called once with what is left when the input ends: an incomplete record there is reported as damage, unless the file simply ends
 * (a capture that is still being written).
 */
export interface FormatReader {
  readonly kind: CaptureKind | 'other-text';
  /** @param inputOffset the offset in the whole input of `bytes[start]`, for damage reports. */
  read(bytes: Uint8Array, start: number, end: number, inputOffset: number): number;
  end(bytes: Uint8Array, start: number, end: number, inputOffset: number): void;
  /** The instant to which all `instantNs` of this reader are relative; known from the first frame on. */
  readonly baseInstantNs: bigint;
  /** What instants mean: `time-of-day` has no date, `relative` counts from the first frame, `none` has no times at all. */
  readonly clock: 'absolute' | 'time-of-day' | 'relative' | 'none';
  /** Frames read so far. */
  readonly frames: number;
}
