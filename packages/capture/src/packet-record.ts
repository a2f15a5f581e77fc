/**
 * Where each field of a packet lies in a ring of records (see packet-ring.ts). A record has two parts of 16 words, one cache line each: what is looked back at when
 * something goes wrong, and what is needed only until the packet was followed.
 *
 *     kept:      | frame, flags, numbers, instant ... |   the newest half million packets
 *     in flight: | who to whom, SYN options           |   the newest few thousand
 */
export const recordWords = 16;

// The part that is kept.
export const RECORD_FRAME = 0;
/** TCP flags in the lowest nine bits, and the bits and fields below. */
export const RECORD_FLAGS = 1;
export const RECORD_SEQUENCE = 2;
export const RECORD_ACKNOWLEDGMENT = 3;
export const RECORD_PAYLOAD_BYTES = 4;
export const RECORD_WINDOW = 5;
export const RECORD_TTL = 6;
export const RECORD_IP_ID = 7;
export const RECORD_OPTIONS = 8;
export const RECORD_TIMESTAMP_VALUE = 9;
/** A double in two words. */
export const RECORD_INSTANT = 10;
export const RECORD_TIMESTAMP_ECHO = 12;
export const RECORD_INTERFACE = 13;
/** Lower 32 bits of the source MAC address. */
export const RECORD_LINK_SOURCE = 14;
/** For whoever follows the packets: position of the same connection's segment before, 0 if there is none. */
export const RECORD_PREVIOUS = 15;

// Bits of RECORD_FLAGS above the TCP flags.
export const tcpFlagBits = 0x1ff;
/** For whoever follows the packets. */
export const RECORD_FROM_RESPONDER = 0x10000;
/** DF plus 1, in two bits: 0 unknown, 1 off, 2 on. */
export const dontFragmentShift = 17;
/** Segment.malformed, in two bits. */
export const malformedShift = 19;
/** What the record holds, in two bits: RECORD_IS_*. */
export const kindShift = 21;
export const RECORD_IS_SEGMENT = 0;
export const RECORD_IS_ICMP_ERROR = 1;
/** Payload of the RST that comes next, or part of it: at most `bytesPerRecord`, their count in RECORD_PAYLOAD_BYTES. */
export const RECORD_IS_PAYLOAD = 2;

// The part in flight.
export const FLIGHT_FAMILY = 0;
export const FLIGHT_SOURCE_PORT = 1;
export const FLIGHT_DESTINATION_PORT = 2;
/** Last word of the addresses: all of an IPv4 address. */
export const FLIGHT_SOURCE_3 = 3;
export const FLIGHT_DESTINATION_3 = 4;
/** The three words before: of IPv6 only, otherwise they hold anything. */
export const FLIGHT_SOURCE_0 = 5;
export const FLIGHT_DESTINATION_0 = 8;
/** Of a SYN only, otherwise they hold anything. */
export const FLIGHT_MSS = 11;
export const FLIGHT_WINDOW_SCALE = 12;
export const bytesPerRecord = recordWords * 4;
