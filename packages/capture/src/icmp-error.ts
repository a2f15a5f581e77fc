/**
 * One ICMP or ICMPv6 error about a TCP segment. As with Segment, one instance per reader is filled anew for every message.
 * Addresses are four words as in Segment.
 */
export class IcmpError {
  frame = 0;
  instantNs = Number.NaN;
  /** 4: ICMP (RFC 792). 6: ICMPv6 (RFC 4443). */
  family = 0;
  type = 0;
  code = 0;
  /** Next-hop MTU of "fragmentation needed" (RFC 1191) or "packet too big"; 0 when absent. */
  mtuBytes = 0;
  ttl = 0;
  /** Who sent the error. */
  source0 = 0;
  source1 = 0;
  source2 = 0;
  source3 = 0;
  /** The quoted segment: its addresses, ports and sequence number. */
  quotedSource0 = 0;
  quotedSource1 = 0;
  quotedSource2 = 0;
  quotedSource3 = 0;
  quotedDestination0 = 0;
  quotedDestination1 = 0;
  quotedDestination2 = 0;
  quotedDestination3 = 0;
  quotedSourcePort = 0;
  quotedDestinationPort = 0;
  quotedSequence = 0;
}
