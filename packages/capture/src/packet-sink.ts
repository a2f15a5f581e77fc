import type { IcmpError } from './icmp-error.ts';
import type { Segment } from './segment.ts';

/** What a reader feeds. The arguments are reused: copy what must outlive the call. */
export interface PacketSink {
  /**
   * A TCP segment, the innermost of its frame when there are tunnels.
   * `bytes` holds the frame while the call lasts; the payload is at `segment.payloadOffset`. It is empty for captures as text.
   */
  segment(segment: Segment, bytes: Uint8Array): void;
  /** An ICMP or ICMPv6 error that quotes a TCP segment. */
  icmpError(error: IcmpError): void;
}
