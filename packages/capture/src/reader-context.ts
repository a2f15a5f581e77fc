import { DamageReport } from './damage.ts';
import type { PacketSink } from './packet-sink.ts';
import { Tallies } from './tallies.ts';

/** One interface of a capture, as its headers describe it. */
export interface CaptureInterface {
  /** Number of the link-layer header type (LINKTYPE_*). */
  readonly linkType: number;
  /** Bytes kept of each frame; 0 when unlimited or unknown. */
  readonly snapLengthBytes: number;
  readonly name?: string;
}

/** Someone who wants the frames themselves. */
export interface FrameListener {
  /**
   * @param offset where the frame lies in `bytes`
   * @param instantNs since the reader's base
   * @param recordOffset where its record begins in the (decompressed) input
   */
  frame(
    bytes: Uint8Array,
    offset: number,
    capturedBytes: number,
    originalBytes: number,
    instantNs: number,
    frame: number,
    interfaceId: number,
    recordOffset: number,
  ): void;
}

/** What all formats share while one capture is read: where packets go, and what is noted beside them. */
export class ReaderContext {
  readonly sink: PacketSink;
  readonly tallies = new Tallies();
  readonly damage = new DamageReport();
  readonly interfaces: CaptureInterface[] = [];
  /** Placeholders and host names of a text capture, in order of first appearance; see Segment.family. */
  readonly names: string[] = [];
  /** Frame comments (pcapng opt_comment), at most the first thousand. */
  readonly comments: { readonly frame: number; readonly text: string }[] = [];
  /** Packets that the capturing program says it lost (pcapng interface statistics, per-packet drop counts). */
  droppedPackets = 0;
  /** The first and the last instant of frames without TCP, since the reader's base; infinite where there is none. What has TCP is told to the sink. */
  readonly withoutTcp = { firstInstantNs: Number.POSITIVE_INFINITY, lastInstantNs: Number.NEGATIVE_INFINITY };
  /** Told of every frame, before it is decoded. */
  frameListener: FrameListener | undefined;

  constructor(sink: PacketSink) {
    this.sink = sink;
  }
}
