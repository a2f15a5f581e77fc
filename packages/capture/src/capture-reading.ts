import type { CaptureKind } from './formats/format.ts';
import type { Compression } from './source/compression.ts';

/** What was read, beside the packets themselves. */
export interface CaptureReading {
  readonly kind: CaptureKind;
  readonly compression: Compression | undefined;
  /** The instant to which every `instantNs` of the capture's segments is relative. */
  readonly baseInstantNs: bigint;
  /** What instants mean: `time-of-day` has no date, `relative` counts from the first frame, `none` has no times at all. */
  readonly clock: 'absolute' | 'time-of-day' | 'relative' | 'none';
}
