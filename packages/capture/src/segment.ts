export * from './segment-bits.ts';

/**
 * One TCP segment as it was captured. There is a single instance per reader, filled anew for every segment: a sink that wants to keep
 * something copies it. That keeps the hot path free of allocation.
 *
 * All fields are 32-bit signed integers so that V8 stores them as small integers; sequence numbers, acknowledgments and timestamps are
 * the header's 32 bits read as signed (`value >>> 0` gives the unsigned number; `(a - b) | 0` the distance, RFC 9293 section 3.4).
 */
export class Segment {
  /** Frame number in the capture, from 1, as Wireshark numbers it. For text: the number of the packet line. */
  frame = 0;
  /**
   * Nanoseconds since the reader's `baseInstantNs`. A double: exact to 104 days from the base.
   *
   * It begins as NaN so that V8 keeps a double here from the start. Beginning as 0 it was a small integer until 2.1 s into a capture, and then all code that had been
   * optimized for that was thrown away.
   */
  instantNs = Number.NaN;
  /** Interface on which the frame was captured: index into the reader's interfaces. */
  interfaceId = 0;
  /** 4 or 6; 0 when the addresses are names or placeholders of a text capture, then word 3 is an index into the reader's `names`. */
  family = 0;
  /** Source address as four big-endian words; IPv4 uses word 3 alone, the others are 0. */
  source0 = 0;
  source1 = 0;
  source2 = 0;
  source3 = 0;
  /** Destination address, likewise. */
  destination0 = 0;
  destination1 = 0;
  destination2 = 0;
  destination3 = 0;
  /** 0 to 65535; above that, `port - 65536` is an index into the reader's `names` (a placeholder in a text capture). */
  sourcePort = 0;
  destinationPort = 0;
  sequence = 0;
  /**
   * 1 when the evidence holds neither sequence numbers nor acknowledgments, windows, lengths and options, but flags alone (text of ngrep). Then `sequence`,
   * `acknowledgment` and `window` are 0 and say nothing, and `payloadBytes` is 1 for some payload, 0 for none that is known of.
   */
  numbersUnknown = 0;
  /** Meaningful when `flags & ACK`, but kept whatever the flags say. */
  acknowledgment = 0;
  flags = 0;
  /** The header's window field, unscaled. */
  window = 0;
  /** Bytes of TCP payload on the wire by the IP header's length, also when the capture cut them off. */
  payloadBytes = 0;
  /** Where the payload lies in `packetBytes`, and how much of it was captured. */
  payloadOffset = 0;
  capturedPayloadBytes = 0;
  /** IPv4 TTL or IPv6 hop limit; UNKNOWN in text without `-v`. */
  ttl = 0;
  /** IPv4 identification; UNKNOWN for IPv6 and for text without `-v`. */
  ipId = 0;
  /** IPv4 DF bit, 0 or 1; UNKNOWN when the evidence does not say. IPv6 routers never fragment: 1. */
  dontFragment = 0;
  /** Lower 16 bits in `linkSourceLow`, upper 32 in `linkSourceHigh`; both 0 when the link layer has no source address. */
  linkSourceHigh = 0;
  linkSourceLow = 0;
  /** HEADER_* when the header's length contradicts itself, else 0: every host drops such a segment, and nothing in it can be believed. */
  malformed = 0;
  /** How many tunnel headers were around this segment. */
  tunnels = 0;
  /** Bits OPTION_*; UNKNOWN never occurs: text without options has 0. */
  options = 0;
  /** What the options carried; 0 without the option. */
  mss = 0;
  windowScale = 0;
  timestampValue = 0;
  timestampEcho = 0;
  /** First SACK block. */
  sackLeft = 0;
  sackRight = 0;
}
