/**
 * The history of a connection, in the letters that Zeek's analysts know (scripts/base/protocols/conn/main.zeek): upper case from the originator, lower
 * case from the responder, each letter the first time that it happens in its direction.
 */
export const HISTORY_SYN = 0; // S
export const HISTORY_SYN_ACK = 1; // H
export const HISTORY_ACK = 2; // A: an acknowledgment without payload
export const HISTORY_DATA = 3; // D
export const HISTORY_FIN = 4; // F
export const HISTORY_RESET = 5; // R
export const HISTORY_RETRANSMISSION = 6; // T
export const HISTORY_ZERO_WINDOW = 7; // W
export const HISTORY_GAP = 8; // G: bytes that the capture does not hold
export const HISTORY_MULTIPLE_FLAGS = 9; // Q: SYN with FIN or RST

/** Their characters, where compiled loops write them; the responder's are the lower case (| 0x20). */
export const LETTER_ACK = 0x41;
export const LETTER_DATA = 0x44;
export const LETTER_FIN = 0x46;
export const LETTER_SYN_ACK = 0x48;
