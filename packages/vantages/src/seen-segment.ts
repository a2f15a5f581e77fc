import type { Side } from '@fivewhys/connections';

/** One segment as it was seen at one place. Numbers are unsigned; the instant is in nanoseconds since the capture's base. */
export interface SeenSegment {
  readonly frame: number;
  readonly instantNs: number;
  /** Its connection in that capture. */
  readonly stream: number;
  readonly from: Side;
  /** The interface on which it was seen; see `ReaderContext.interfaces`, and for cooked captures of version 2 the kernel's number. */
  readonly interfaceId: number;
  /** Bits as in the capture package's `segment.ts`. */
  readonly flags: number;
  readonly sequence: number;
  readonly acknowledgment: number;
  readonly payloadBytes: number;
  readonly window: number;
  /** -1 when the evidence does not say, as `ipId`. */
  readonly ttl: number;
  readonly ipId: number;
  readonly options: number;
  readonly mss: number;
  readonly windowScale: number;
  readonly timestampValue: number;
  readonly timestampEcho: number;
}
