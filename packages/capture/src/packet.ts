import type { IcmpError } from './icmp-error.ts';
import { Segment } from './segment.ts';

/**
 * The frame that is being decoded: where decoding stands, and what the layers so far have found out. One instance per reader.
 *
 * Each layer reads its header at `offset`, moves `offset` behind it and returns the number of the next layer (see `layer.ts`).
 */
export class Packet {
  bytes: Uint8Array = new Uint8Array(0);
  view: DataView = new DataView(this.bytes.buffer);
  offset = 0;
  /** End of what was captured. */
  end = 0;
  /** Where the frame or the innermost IP packet ended on the wire; beyond `end` when the snap length cut it. */
  wireEnd = 0;
  /** EtherType (or PPP protocol) for the layers that choose by it. */
  protocol = 0;
  /** Why a layer returned MALFORMED. */
  malformed = '';
  /** The innermost IP header carried a first fragment. */
  firstFragment = false;
  /** The link layer's original length says more than any interface sends, or the IP total length was 0. */
  offloaded = false;
  /** Further packets inside the same frame (aggregated 802.11): start and end offsets, in pairs, to be decoded as LLC. */
  readonly pending: number[] = [];
  /** How many tunnel headers were around those. */
  pendingTunnels = 0;
  readonly segment = new Segment();
  /** Filled in when the frame held an ICMP error about TCP. */
  readonly icmpError: IcmpError;

  constructor(icmpError: IcmpError) {
    this.icmpError = icmpError;
  }
}
