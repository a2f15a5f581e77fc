/**
 * Where each field of a conversation lies: what the notes of a connection's payload came to. A conversation is a row of 32-bit words, the originator's end first. Each end has
 * what it said in HTTP/1, in TLS and in SSH, and the text of the newest note that had one. Two fields are doubles in the same memory.
 */
export const conversationWords = 96;
export const endWords = 48;

// The newest HTTP/1 message of an end
/** NOTE_HTTP_*, or 0. */
export const HTTP_KIND = 0;
export const HTTP_BITS = 1;
export const HTTP_FRAME = 2;
/** Sequence number of its first byte. */
export const HTTP_START = 3;
export const HTTP_HEADER_BYTES = 4;
export const HTTP_STATUS = 5;
export const HTTP_TIMEOUT = 6;
/** Messages so far whose beginning was captured, without interim responses. */
export const HTTP_COUNT = 7;
/** Content-Length, or -1. A double. */
export const HTTP_LENGTH = 8;
/** A double. */
export const HTTP_INSTANT = 10;
/** METHOD_* of a request, or of the request that a response answers. */
export const HTTP_METHOD = 12;
/** Of a response: frame of the request that it answers, or 0. */
export const HTTP_ANSWERED_FRAME = 13;
/** Payload of this end in all, up to the message. A double. */
export const HTTP_PAYLOAD_BEFORE = 14;

// TLS
/** TLS_* of the capture package. */
export const TLS_BITS = 16;
/** Of the first record. */
export const TLS_FRAME = 17;
export const TLS_VERSION = 18;
/** Level and description of the alert that counts. */
export const TLS_ALERT_NUMBER = 19;
export const TLS_ALERT_FRAME = 20;
/** The first record of application data: its length, where a note told it, and its frame. */
export const TLS_DATA_BYTES = 21;
export const TLS_DATA_FRAME = 22;

/** Of the newest alert that is encrypted (before TLS 1.3). */
export const TLS_ENCRYPTED_ALERT_FRAME = 29;

/** HTTP again. A request came together with another: which response answers which is not known any more. */
export const HTTP_PIPELINED = 23;

// SSH
export const SSH_BITS = 24;
export const SSH_FRAME = 25;

/** TLS again: sequence number of the first record. */
export const TLS_SEQUENCE = 28;

/** NOTE_* of the note whose text it is, and how many bytes. */
export const TEXT_KIND = 26;
export const TEXT_BYTES = 27;
export const TEXT = 32;

// Values of HTTP_METHOD: what tells where a response ends
export const METHOD_UNKNOWN = 0;
export const METHOD_HEAD = 1;
export const METHOD_CONNECT = 2;
export const METHOD_OTHER = 3;
