/**
 * Where each field of a connection lies. A connection is a row of 32-bit words in two arrays, with doubles in the same memory (`times`, `coldTimes`). Nothing is
 * allocated per packet.
 *
 * Following a connection is a matter of cache and TLB misses, not of instructions. So what tells whether a segment is the expected one lies in one cache line of 64 bytes,
 * what an expected one changes in another, and thousands of open connections stay in the cache; what is written once or seldom lies in the cold row.
 *
 *     words:  | connection (16) | originator's half (16) | responder's half (16) |
 *     cold:   | originator's half (32) | responder's half (32) | connection (48) |
 */

/** Up to here every connection is kept to the capture's end, so that streams are numbered exactly as Wireshark does; beyond, those closed long ago are let go. */
export const softSlots = 65_536;
/** More than this are never held: a flood of SYNs from made-up addresses would fill any memory. */
export const hardSlots = 131_072;
/** Of the hash table: with the most connections every second one is used. */
export const bucketCount = 262_144;
/** Segments kept from a connection's beginning: the handshake and the first data. */
export const headSegments = 4;
/** Packets for which memory is read ahead at once. */
export const mostWarmed = 16;

export const rowWords = 48;
/** The same in doubles. */
export const rowTimes = rowWords / 2;
export const coldWords = 112;
export const coldTimes = coldWords / 2;

// The row's first line: enough to find an IPv4 connection and to tell what comes next.
export const HASH = 0;
/** Next slot in the same hash bucket, or -1. */
export const CHAIN = 1;
// Of each of these pairs the originator's comes first, the responder's next.
export const ORIGINATOR_PORT = 2;
export const RESPONDER_PORT = 3;
/** Last word of the addresses: all of an IPv4 address. */
export const ORIGINATOR_ADDRESS_3 = 4;
export const RESPONDER_ADDRESS_3 = 5;
export const FAMILY = 6;
/** Bits STATE_*. */
export const STATE = 7;
/** Segments logged so far. */
export const LOGGED = 8;
/** Link to the newest segment in the ring, see SegmentLog, or 0. */
export const NEWEST_LOGGED = 9;

// Of each end two words, the originator's first: indexes from the row plus 0 for the originator, 1 for the responder.
/** Bits HALF_*. */
export const BITS = 10;
/** The number after the highest one sent. */
export const NEXT = 12;
/** Highest acknowledgment sent. */
export const ACKED = 14;

/** First word of the two halves: what each end sent. */
export const HALF = 16;
export const halfWords = 16;

// Half
/** Last window field, unscaled. */
export const WINDOW = 0;
/** Segments, without RSTs and copies. */
export const SEGMENTS = 1;
/** Last IP ID other than 0; -1 unknown. */
export const IP_ID = 2;
export const TIMESTAMP_LAST = 3;
/** Lowest and highest TTL of the segments that were neither SYN nor RST; -1 unknown. */
export const TTL_LOWEST = 4;
export const TTL_HIGHEST = 5;
export const LAST_SEGMENT_FRAME = 6;
export const DATA_SEGMENTS = 7;
export const LAST_DATA_FRAME = 8;

// Counted from the row, in words that the halves leave free: a silence is held against these when it is noted, and the halves are read for it anyway.
/** The first frames after the silences of UNSETTLED_NS and OUTLIVED_NS. */
export const UNSETTLED_FRAME = 25; // word 9 of the originator's half
export const OUTLIVED_FRAME = 41; // word 9 of the responder's half

// The cold row: halves
export const halfColdWords = 32;
/** Initial sequence number; without a SYN the number before the first one seen (as Wireshark's base_seq). */
export const ISN = 0;
export const WINDOW_SCALE = 1;
export const MSS = 2;
export const FIN_SEQUENCE = 3;
export const FIN_FRAME = 4;
export const RETRANSMISSIONS = 5;
export const OUT_OF_ORDER = 6;
export const ZERO_WINDOWS = 7;
export const KEEP_ALIVES = 8;
export const DUPLICATE_ACKS = 9;
/** TTL of the SYN or SYN-ACK; -1 unknown. */
export const HANDSHAKE_TTL = 10;
export const TIMESTAMP_FIRST = 11;
/** The newest hole: sequence numbers that were skipped, [left, right). Equal when there is none. */
export const HOLE_LEFT = 12;
export const HOLE_RIGHT = 13;
export const HOLES = 14;
export const RESETS = 15;
export const SYN_FRAME = 17;
export const SYNS = 18;

// The cold row: connection
/** First three words of the addresses: IPv6 only. */
export const ORIGINATOR_ADDRESS_0 = 64;
export const RESPONDER_ADDRESS_0 = 67;
export const STREAM = 70;
export const FIRST_FRAME = 71;
/** Slot of the connection that used the same 4-tuple before, or -1. */
export const PREDECESSOR = 72;
/** Slot of the connection that came after on the same 4-tuple, or -1. For its sake this one is kept, up to the bounds of the table. */
export const SUCCESSOR = 73;
export const COPIES = 74;
/** Frame of the originator's first ACK that completed the handshake. */
export const HANDSHAKE_ACK_FRAME = 75;
/** Frame of the first of the odd ACKs. */
export const ODD_ACK_FRAME = 76;
/** Interface on which the first frame was seen. */
export const INTERFACE = 77;
export const HISTORY_LENGTH = 78;
/** Bare ACKs that answered a SYN instead of a SYN-ACK. */
export const ODD_ACKS = 96;
/** Frames with RST. */
export const RESET_FRAMES = 97;
/** Frames that no half counts as segments: RSTs, copies, damaged headers. */
export const OTHER_FRAMES = 98;
export const LAST_OTHER_FRAME = 99;
/** The newest time in which both ends were silent for `shortestSilenceNs` or longer: the frames before and after it. */
export const SILENCE_BEFORE_FRAME = 104;
export const SILENCE_AFTER_FRAME = 105;
/** Eight words: 32 letters. */
export const HISTORY = 80;
export const historyCapacity = 32;

// Bits of STATE
/** How originator and responder were told apart. Neither: guessed. */
export const STATE_BY_SYN = 0x01;
export const STATE_BY_SYN_ACK = 0x02;
/** The first segment seen came from the responder: history starts with ^. */
export const STATE_FLIPPED = 0x04;
/** A RST was acted on, or both FINs were acknowledged. */
export const STATE_CLOSED = 0x08;
/** A RST that its receiver had to act on. */
export const STATE_RESET = 0x10;
/** The first FIN came from the originator, from the responder. */
export const STATE_ORIGINATOR_CLOSED_FIRST = 0x20;
export const STATE_RESPONDER_CLOSED_FIRST = 0x40;
/** An acknowledgment covered data that the capture does not hold. */
export const STATE_ACKED_UNSEEN = 0x80;
/** The slot is in use. */
export const STATE_LIVE = 0x100;
/** There is a record of it in the tracker's exhibits. */
export const STATE_EXHIBIT = 0x200;
/** Only flags and times of its segments are known: what the row holds of numbers means nothing. */
export const STATE_NUMBERS_UNKNOWN = 0x400;
/** It has a row among the conversations. */
export const STATE_SPOKEN = 0x800;
/** What was said says by itself that something failed: an alert, a refusal, the wrong protocol. */
export const STATE_SAYS_FAILURE = 0x1000;
/** Its exhibit is a single RST, the last segment that was followed: see lone-reset.ts. */
export const STATE_LONE_RESET = 0x2000;
/** There is a record of it in the tracker's smaller resends. */
export const STATE_RESENT_SMALLER = 0x4000;

// Bits of BITS
export const HALF_ISN_KNOWN = 0x01;
export const HALF_SYN = 0x02;
export const HALF_SYN_ACK = 0x04;
export const HALF_FIN = 0x08;
/** The other end acknowledged the FIN. */
export const HALF_FIN_ACKED = 0x10;
export const HALF_NEXT_KNOWN = 0x20;
export const HALF_ACKED_KNOWN = 0x40;
export const HALF_WINDOW_SCALE = 0x80;
export const HALF_TIMESTAMPS = 0x100;
export const HALF_SACK_PERMITTED = 0x200;
/** Its socket is gone: it sent a RST, or acted on one. */
export const HALF_GONE = 0x400;
export const HALF_FAST_OPEN = 0x800;
export const HALF_MPTCP = 0x1000;
export const HALF_SACKED = 0x2000;
/** Some segment of it began with TLS application data; later ones say nothing new by that. */
export const HALF_TLS_DATA = 0x4000;
/** Bytes of it are being sent again in smaller segments, and are not acknowledged yet: the other half's segments are looked at for that. */
export const HALF_RESENT_SMALLER = 0x8000;
/** From this bit on: the letters of the history that this half already has (see history.ts). */
export const HALF_LETTERS_SHIFT = 16;

// Doubles: nanoseconds since the capture's base; NaN when not seen. Indexes into `times` from slot * rowTimes.
/** First double of the two halves. */
export const HALF_TIMES = HALF / 2;
export const halfTimes = halfWords / 2;
export const HALF_LAST_INSTANT = 6; // words 12 and 13 of the half
/** Payload bytes sent, without retransmissions: a count, kept as a double because it may pass 2^31. */
export const HALF_PAYLOAD_BYTES = 7; // words 14 and 15 of the half
/** The longest silence of those that were not outlived when they were noted, and the longest that both ends outlived; 0 when there was none. Durations, not instants. */
export const UNSETTLED_NS = 13; // words 10 and 11 of the originator's half
export const OUTLIVED_NS = 21; // words 10 and 11 of the responder's half

// Indexes into `coldTimes` from slot * coldTimes
export const FIRST_INSTANT = 44;
/** First SYN, first SYN-ACK, first ACK of it. */
export const SYN_INSTANT = 45;
export const SYN_ACK_INSTANT = 46;
export const HANDSHAKE_ACK_INSTANT = 47;
/** Of `LAST_OTHER_FRAME`. */
export const LAST_OTHER_INSTANT = 50; // words 100 and 101
/** How long that silence was; 0 when there was none. A duration, not an instant. */
export const SILENCE_NS = 51; // words 102 and 103
/** A silence that is noted. */
export const shortestSilenceNs = 1e9;
export const halfColdTimes = halfColdWords / 2;
export const HALF_FIN_INSTANT = 10; // words 20 and 21 of the cold half
export const HALF_TIMESTAMP_INSTANT = 11;
export const HALF_HOLE_INSTANT = 12;
/** Of its newest RST: kept apart, because a RST mostly has no timestamp and would stretch the time over which the timestamp clock was watched. */
export const HALF_RESET_INSTANT = 13;
