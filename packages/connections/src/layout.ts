/**
 * Where each field of a connection lies. A connection is one row of `rowWords` 32-bit words in the table's `words`, and one row of `rowTimes` doubles in
 * its `times`: everything that a segment touches lies in few cache lines, and nothing is allocated per packet.
 *
 *     words: | tuple | stream, frames, state | history | half: originator | half: responder |
 */

// Row
export const FAMILY = 0;
export const ORIGINATOR_ADDRESS = 1; // four words
export const RESPONDER_ADDRESS = 5; // four words
export const ORIGINATOR_PORT = 9;
export const RESPONDER_PORT = 10;
export const HASH = 11;
/** Next slot in the same hash bucket, or -1. */
export const CHAIN = 12;
export const STREAM = 13;
/** Bits STATE_*. */
export const STATE = 14;
export const FIRST_FRAME = 15;
export const LAST_FRAME = 16;
export const FRAMES = 17;
/** Slot of the connection that used the same 4-tuple before, or -1. */
export const PREDECESSOR = 18;
/** Slot of the connection that came after on the same 4-tuple, or -1: while it lives, this one is kept. */
export const SUCCESSOR = 19;
export const RESET_FRAMES = 20;
export const COPIES = 21;
export const HISTORY_LENGTH = 22;
export const HISTORY = 23; // eight words: 32 letters
export const historyCapacity = 32;
/** Segments logged so far. */
export const LOGGED = 31;
/** Block of the segment log's tail, or -1. */
export const TAIL_BLOCK = 32;
/** Frame of the originator's first ACK that completed the handshake. */
export const HANDSHAKE_ACK_FRAME = 33;
/** Bare ACKs that answered a SYN instead of a SYN-ACK, and the frame of the first. */
export const ODD_ACKS = 34;
export const ODD_ACK_FRAME = 35;
/** Interface on which the first frame was seen. */
export const INTERFACE = 36;

/** First word of the two halves: what each end sent. */
export const HALF = 40;
export const halfWords = 32;
export const rowWords = HALF + 2 * halfWords;

// Half
/** Bits HALF_*. */
export const BITS = 0;
/** Initial sequence number; without a SYN the number before the first one seen (as Wireshark's base_seq). */
export const ISN = 1;
/** The number after the highest one sent. */
export const NEXT = 2;
/** Highest acknowledgment sent. */
export const ACKED = 3;
/** Last window field, unscaled. */
export const WINDOW = 4;
export const WINDOW_SCALE = 5;
export const MSS = 6;
export const FIN_SEQUENCE = 7;
export const FIN_FRAME = 8;
export const SEGMENTS = 9;
export const DATA_SEGMENTS = 10;
export const RETRANSMISSIONS = 11;
export const OUT_OF_ORDER = 12;
export const ZERO_WINDOWS = 13;
export const KEEP_ALIVES = 14;
export const DUPLICATE_ACKS = 15;
/** TTL of the SYN or SYN-ACK; -1 unknown. */
export const HANDSHAKE_TTL = 16;
/** Lowest and highest TTL of the segments that were neither SYN nor RST; -1 unknown. */
export const TTL_LOWEST = 17;
export const TTL_HIGHEST = 18;
/** Last IP ID other than 0; -1 unknown. */
export const IP_ID = 19;
export const TIMESTAMP_FIRST = 20;
export const TIMESTAMP_LAST = 21;
/** The newest hole: sequence numbers that were skipped, [left, right). Equal when there is none. */
export const HOLE_LEFT = 22;
export const HOLE_RIGHT = 23;
export const HOLES = 24;
export const FIRST_SEGMENT_FRAME = 25;
export const LAST_SEGMENT_FRAME = 26;
export const SYN_FRAME = 27;
export const SYNS = 28;
/** Options of the SYN or SYN-ACK. */
export const SYN_OPTIONS = 29;
export const RESETS = 30;
export const LAST_DATA_FRAME = 31;

// Bits of STATE
/** How originator and responder were told apart. Neither: guessed. */
export const STATE_BY_SYN = 0x01;
export const STATE_BY_SYN_ACK = 0x02;
/** The first segment seen was a SYN or SYN-ACK's connection's other end: history starts with ^. */
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

// Bits of a half's BITS
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
/** It sent a RST that was acted on: its socket is gone. */
export const HALF_GONE = 0x400;
export const HALF_FAST_OPEN = 0x800;
export const HALF_MPTCP = 0x1000;
export const HALF_SACKED = 0x2000;
/** From this bit on: the letters of the history that this half already has (see history.ts). */
export const HALF_LETTERS_SHIFT = 16;

// Times, doubles: nanoseconds since the capture's base
export const FIRST_INSTANT = 0;
export const LAST_INSTANT = 1;
/** First SYN, first SYN-ACK, first ACK of it; NaN when not seen. */
export const SYN_INSTANT = 2;
export const SYN_ACK_INSTANT = 3;
export const HANDSHAKE_ACK_INSTANT = 4;
/** First double of the two halves. */
export const HALF_TIMES = 5;
export const halfTimes = 5;
export const rowTimes = HALF_TIMES + 2 * halfTimes;

// Times of a half
export const HALF_LAST_INSTANT = 0;
export const HALF_FIN_INSTANT = 1;
export const HALF_TIMESTAMP_INSTANT = 2;
export const HALF_HOLE_INSTANT = 3;
/** Payload bytes sent, without retransmissions: a count, kept here because it may pass 2^31. */
export const HALF_PAYLOAD_BYTES = 4;
