/**
 * Where each field of a packet lies in a ring of records (see packet-ring.ts). A packet has two records of 16 words, a cache line each:
 *
 *     in flight: all that is known of a segment                the newest few thousand packets
 *     kept:      what is shown when something goes wrong       the newest half million packets
 *
 * Who decodes packets writes the first, who follows them the second: so each has its own cache line to write.
 */
export const recordWords = 16;
export const bytesPerRecord = recordWords * 4;

/** The newest half million packets of a capture can be looked back at: 32 MiB. */
export const keptRecords = 524_288;
/** Packets that may be written and not yet followed: 1 MiB, so that they are still in the processor's cache when they are. */
export const mostInFlight = 16_384;

// In flight
/** TCP flags in the lowest nine bits, and the fields below. */
export const FLIGHT_FLAGS = 0;
export const FLIGHT_SOURCE_PORT = 1;
export const FLIGHT_DESTINATION_PORT = 2;
/** Last word of the addresses: all of an IPv4 address. The words before lie in `rare`. */
export const FLIGHT_SOURCE_3 = 3;
export const FLIGHT_DESTINATION_3 = 4;
export const FLIGHT_FRAME = 5;
export const FLIGHT_SEQUENCE = 6;
export const FLIGHT_ACKNOWLEDGMENT = 7;
export const FLIGHT_PAYLOAD_BYTES = 8;
/** The window in the lower 16 bits, the interface in those above. */
export const FLIGHT_WINDOW_AND_INTERFACE = 9;
/** A double in two words. */
export const FLIGHT_INSTANT = 10;
/** The options in the lower bits, IP ID plus 1 in those above (`ipIdShift`). */
export const FLIGHT_OPTIONS_AND_IP_ID = 12;
export const FLIGHT_TIMESTAMP_VALUE = 13;
export const FLIGHT_TIMESTAMP_ECHO = 14;
/** Lower 32 bits of the source MAC address. */
export const FLIGHT_LINK_SOURCE = 15;
/** No format allows more. */
export const lastInterface = 0xffff;
export const ipIdShift = 10;
export const optionBits = 0x3ff;

// Bits of FLIGHT_FLAGS and RECORD_FLAGS above the TCP flags.
export const tcpFlagBits = 0x1ff;
/** DF plus 1, in two bits: 0 unknown, 1 off, 2 on. */
export const dontFragmentShift = 9;
/** Segment.malformed, in two bits. */
export const malformedShift = 11;
/** Segment.family, in three bits. */
export const familyShift = 13;
/** Of a segment that was copied out of the ring: who sent it. */
export const RECORD_FROM_RESPONDER = 0x10000;
/** Segment.numbersUnknown. */
export const numbersUnknownShift = 17;
/** A note comes before the segment: what its payload begins with. */
export const SEGMENT_NOTED = 0x4_0000;
/** Its payload begins with a record of TLS application data. */
export const SEGMENT_TLS_DATA = 0x8_0000;
/** What the record holds, in two bits: PACKET_IS_*. */
export const kindShift = 20;
export const kindBits = 3;
/** TTL plus 1 in the bits above, of FLIGHT_FLAGS alone. */
export const ttlShift = 22;
/** The bits that a kept record has of FLIGHT_FLAGS. */
export const keptFlagBits = 0x3f_ffff;
export const PACKET_IS_SEGMENT = 0;
export const PACKET_IS_ICMP_ERROR = 1;
/** Payload of the RST that comes next, or part of it: at most `bytesPerRecord` in the record that is kept, their count in FLIGHT_PAYLOAD_BYTES. */
export const PACKET_IS_PAYLOAD = 2;
/** What the payload of the segment that comes next begins with. A record before it, of the same kind, holds the text. */
export const PACKET_IS_NOTE = 3;

// In flight too, in a record that most packets don't have: what it holds for others is left from older packets.
/** First three words of the addresses: of IPv6 only. */
export const RARE_SOURCE_0 = 0;
export const RARE_DESTINATION_0 = 3;
/** Of a segment with those options only. */
export const RARE_MSS = 6;
export const RARE_WINDOW_SCALE = 7;
export const rareWords = 8;

// Kept
export const RECORD_FRAME = 0;
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

// Kept, of a note (see payload/payload-note.ts)
export const RECORD_NOTE_KIND = 0;
export const RECORD_NOTE_BITS = 1;
export const RECORD_NOTE_START_BYTES = 2;
export const RECORD_NOTE_HEADER_BYTES = 3;
export const RECORD_NOTE_NUMBER = 4;
export const RECORD_NOTE_TIMEOUT = 5;
/** A double in two words. */
export const RECORD_NOTE_LENGTH = 6;
export const RECORD_NOTE_VERSION = 8;
/** Bytes of the text, which is all of the record before. */
export const RECORD_NOTE_TEXT_BYTES = 9;
