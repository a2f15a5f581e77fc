// Values of `PayloadNote.kind`.
export const NOTE_HTTP_REQUEST = 1;
export const NOTE_HTTP_RESPONSE = 2;
export const NOTE_TLS = 3;
export const NOTE_SSH = 4;

// Bits of `PayloadNote.bits` for HTTP/1 (RFC 9112).
/** HTTP/1.0; else a later HTTP/1. */
export const HTTP_1_0 = 0x001;
/** `Connection: close`, `Connection: keep-alive`. */
export const HTTP_CLOSE = 0x002;
export const HTTP_KEEP_ALIVE = 0x004;
/** Transfer-Encoding whose last coding is chunked; any other Transfer-Encoding. */
export const HTTP_CHUNKED = 0x008;
export const HTTP_OTHER_CODING = 0x010;
/** Content-Length is no number, or there are two that differ. */
export const HTTP_BAD_LENGTH = 0x020;
/** `Expect: 100-continue` */
export const HTTP_EXPECTS_CONTINUE = 0x040;
/** Upgrade, or CONNECT: what follows may be another protocol. */
export const HTTP_UPGRADE = 0x080;
/** The segment holds payload behind the header. */
export const HTTP_MORE_FOLLOWS = 0x100;
/** There was more of the method and target than the note holds. */
export const HTTP_TARGET_CUT = 0x200;
/** The target had a query, which the note leaves out: it may hold secrets. */
export const HTTP_QUERY_LEFT_OUT = 0x400;
/** A 400 whose text says that the port expects TLS. */
export const HTTP_WANTS_TLS = 0x800;

// Bits of `PayloadNote.bits` for TLS (RFC 8446, RFC 5246): what records and messages were seen.
export const TLS_CLIENT_HELLO = 0x001;
export const TLS_SERVER_HELLO = 0x002;
/** A ServerHello that asks for another ClientHello (RFC 8446 section 4.1.4). */
export const TLS_HELLO_RETRY = 0x004;
export const TLS_CERTIFICATE = 0x008;
export const TLS_SERVER_HELLO_DONE = 0x010;
export const TLS_CLIENT_KEY_EXCHANGE = 0x020;
export const TLS_CHANGE_CIPHER_SPEC = 0x040;
/** A handshake record behind ChangeCipherSpec: Finished, encrypted. */
export const TLS_ENCRYPTED_HANDSHAKE = 0x080;
/** Two bytes that can be read. */
export const TLS_ALERT = 0x100;
export const TLS_ENCRYPTED_ALERT = 0x200;
export const TLS_APPLICATION_DATA = 0x400;
/** The ClientHello announces early data (RFC 8446 section 4.2.10). */
export const TLS_EARLY_DATA = 0x800;
/** A handshake record of which nothing else is known. */
export const TLS_OTHER_HANDSHAKE = 0x1000;

// Bits of `PayloadNote.bits` for SSH.
export const SSH_BANNER = 0x1;
/** Text of sshd for a connection that it does not take. */
export const SSH_REFUSAL = 0x2;

/** Bytes of text that a note holds: a method and target, a server name, a line. */
export const mostNoteTextBytes = 64;

/**
 * What the payload of one segment begins with, where it is the beginning of an HTTP/1 message, of TLS records or of SSH: just as much as helps to explain a failure. There is
 * one instance per writer, filled anew for each such segment.
 */
export class PayloadNote {
  /** NOTE_* */
  kind = 0;
  /** HTTP_*, TLS_* or SSH_* */
  bits = 0;
  /** HTTP: bytes of payload before the message (interim responses). */
  startBytes = 0;
  /** HTTP: bytes of start line and header with the empty line behind them; 0 when the segment, or what was captured of it, ends before. */
  headerBytes = 0;
  /** HTTP: status code. TLS: the alert's level in the upper byte, its description in the lower. */
  number = 0;
  /** HTTP: Content-Length. TLS: bytes of the first application data record. -1: none. */
  lengthBytes = -1;
  /** HTTP: `Keep-Alive: timeout=` in seconds, or -1. */
  timeoutSeconds = -1;
  /** TLS: the highest version that a ClientHello offers, the one that a ServerHello chooses, as the two bytes of the protocol; 0 unknown. */
  version = 0;
  /** Where the text lies in the segment's bytes: method and path, server name, first line. */
  textOffset = 0;
  textBytes = 0;

  clear(kind: number): void {
    this.kind = kind;
    this.bits = 0;
    this.startBytes = 0;
    this.headerBytes = 0;
    this.number = 0;
    this.lengthBytes = -1;
    this.timeoutSeconds = -1;
    this.version = 0;
    this.textOffset = 0;
    this.textBytes = 0;
  }
}
