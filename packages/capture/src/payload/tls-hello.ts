import {
  mostNoteTextBytes,
  type PayloadNote,
  TLS_CLIENT_HELLO,
  TLS_EARLY_DATA,
  TLS_HELLO_RETRY,
  TLS_SERVER_HELLO,
} from './payload-note.ts';

const randomBytes = 32;
// Extensions (IANA, TLS ExtensionType values).
const SERVER_NAME = 0;
const EARLY_DATA = 42;
const SUPPORTED_VERSIONS = 43;

/** First word of the random number that makes a ServerHello a HelloRetryRequest (RFC 8446 section 4.1.3). */
const retryWord = 0xcf21ad74;

/** ClientHello (RFC 8446 section 4.1.2). What lies beyond `end` is unknown. Returns false when it is none. */
export function readClientHello(bytes: Uint8Array, start: number, end: number, note: PayloadNote): boolean {
  if (start + 2 > end || bytes[start] !== 3) return false;
  note.bits |= TLS_CLIENT_HELLO;
  note.version = word(bytes, start);
  let offset = start + 2 + randomBytes;
  if (offset >= end) return true;
  offset += 1 + bytes[offset]; // session id
  if (offset + 2 > end) return true;
  offset += 2 + word(bytes, offset); // cipher suites
  if (offset >= end) return true;
  offset += 1 + bytes[offset]; // compression methods
  readExtensions(bytes, offset, end, note, readClientExtension);
  return true;
}

/** ServerHello (RFC 8446 section 4.1.3). */
export function readServerHello(bytes: Uint8Array, start: number, end: number, note: PayloadNote): boolean {
  if (start + 2 > end || bytes[start] !== 3) return false;
  let offset = start + 2 + randomBytes;
  // Without the random number it can't be told from a HelloRetryRequest.
  if (offset > end) return true;
  const first = (word(bytes, start + 2) * 0x1_0000) | word(bytes, start + 4);
  note.bits |= first >>> 0 === retryWord ? TLS_HELLO_RETRY : TLS_SERVER_HELLO;
  if (offset >= end) return true;
  offset += 1 + bytes[offset] + 3; // session id, cipher suite, compression method
  // A version below 1.3 stands in the message itself; 1.3 says 1.2 there, and the truth in an extension.
  const complete = readExtensions(bytes, offset, end, note, readServerExtension);
  if (note.version === 0 && complete) note.version = word(bytes, start);
  return true;
}

function word(bytes: Uint8Array, offset: number): number {
  return (bytes[offset] << 8) | bytes[offset + 1];
}

/** @returns whether all of them were there */
function readExtensions(
  bytes: Uint8Array,
  start: number,
  end: number,
  note: PayloadNote,
  read: (type: number, bytes: Uint8Array, start: number, end: number, note: PayloadNote) => void,
): boolean {
  if (start === end) return true; // none: before TLS 1.2 there need not be any
  if (start + 2 > end) return false;
  const listEnd = start + 2 + word(bytes, start);
  let offset = start + 2;
  while (offset + 4 <= listEnd && offset + 4 <= end) {
    const body = offset + 4;
    const bodyEnd = body + word(bytes, offset + 2);
    if (bodyEnd > end || bodyEnd > listEnd) return false;
    read(word(bytes, offset), bytes, body, bodyEnd, note);
    offset = bodyEnd;
  }
  return offset === listEnd;
}

function readClientExtension(type: number, bytes: Uint8Array, start: number, end: number, note: PayloadNote): void {
  if (type === SERVER_NAME) readServerName(bytes, start, end, note);
  else if (type === EARLY_DATA) note.bits |= TLS_EARLY_DATA;
  else if (type === SUPPORTED_VERSIONS) readOfferedVersions(bytes, start, end, note);
}

function readServerExtension(type: number, bytes: Uint8Array, start: number, end: number, note: PayloadNote): void {
  if (type === SUPPORTED_VERSIONS && start + 2 === end) note.version = word(bytes, start);
}

/** A list of names, of which only host names are defined (RFC 6066 section 3). */
function readServerName(bytes: Uint8Array, start: number, end: number, note: PayloadNote): void {
  const name = start + 5;
  if (name > end || bytes[start + 2] !== 0) return;
  const length = word(bytes, start + 3);
  if (length === 0 || name + length > end) return;
  note.textOffset = name;
  note.textBytes = Math.min(length, mostNoteTextBytes);
}

/** The highest; values like 0x5a5a are there only to be ignored (RFC 8701). */
function readOfferedVersions(bytes: Uint8Array, start: number, end: number, note: PayloadNote): void {
  for (let offset = start + 1; offset + 2 <= end; offset += 2) {
    const version = word(bytes, offset);
    if (version >> 8 === 3 && version > note.version) note.version = version;
  }
}
