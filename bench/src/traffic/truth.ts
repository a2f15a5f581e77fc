/** One reset connection of the generated capture, and where its RST segments are. */
export interface ResetTruth {
  readonly shape: string;
  /** The cause of the catalogue that a diagnosis must arrive at. */
  readonly cause: string;
  /** Number of the connection, counted from 0 in order of the first frame, as Wireshark's `tcp.stream`. */
  readonly stream: number;
  /** Frames of all its RST segments. The first one ended the connection; others are consequences. */
  readonly resetFrames: readonly number[];
}

export interface ShapeTruth {
  readonly cause: string;
  readonly connections: number;
  readonly resetFrames: number;
}

/** What is in a generated capture, known because it was put there. */
export interface Truth {
  readonly version: 1;
  readonly seed: number;
  readonly snaplenBytes: number;
  readonly frames: number;
  readonly fileBytes: number;
  readonly connections: number;
  readonly peakOpenConnections: number;
  readonly durationMs: number;
  /** Share of frames that follow a frame of the same connection: 0 is perfectly interleaved. */
  readonly sameConnectionShare: number;
  readonly retransmissions: number;
  readonly reordered: number;
  readonly selectiveAcks: number;
  readonly acceptedReuses: number;
  readonly resetConnections: number;
  readonly resetFrames: number;
  readonly shapes: Readonly<Record<string, ShapeTruth>>;
  readonly resets: readonly ResetTruth[];
}
