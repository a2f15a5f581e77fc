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

  constructor(sink: PacketSink) {
    this.sink = sink;
  }
}
