import {
  NOTE_TLS,
  type PayloadNote,
  TLS_ALERT,
  TLS_APPLICATION_DATA,
  TLS_CERTIFICATE,
  TLS_CHANGE_CIPHER_SPEC,
  TLS_CLIENT_KEY_EXCHANGE,
  TLS_ENCRYPTED_ALERT,
  TLS_ENCRYPTED_HANDSHAKE,
  TLS_OTHER_HANDSHAKE,
  TLS_SERVER_HELLO_DONE,
} from './payload-note.ts';
import { readClientHello, readServerHello } from './tls-hello.ts';

// Content types (RFC 8446 section 5.1).
export const CHANGE_CIPHER_SPEC = 20;
export const ALERT = 21;
export const HANDSHAKE = 22;
export const APPLICATION_DATA = 23;

const recordHeaderBytes = 5;
const messageHeaderBytes = 4;
/** 2^14 and what encryption may add to it (RFC 5246 section 6.2.3). */
const mostRecordBytes = 16_384 + 2048;
/** No handshake message is longer; certificate chains come nearest. */
const mostMessageBytes = 0x02_0000;

/** Whether a record of TLS 1.0 to 1.3 begins at `start`. */
export function isTlsRecord(bytes: Uint8Array, start: number, end: number): boolean {
  if (start + recordHeaderBytes > end || bytes[start + 1] !== 3 || bytes[start + 2] > 4) return false;
  const length = (bytes[start + 3] << 8) | bytes[start + 4];
  return length > 0 && length <= mostRecordBytes;
}

/** Reads the records that begin in a segment, the first at `start`. Returns false when nothing of TLS is there. */
export function readTlsRecords(bytes: Uint8Array, start: number, end: number, note: PayloadNote): boolean {
  note.clear(NOTE_TLS);
  let offset = start;
  while (isTlsRecord(bytes, offset, end)) {
    const length = (bytes[offset + 3] << 8) | bytes[offset + 4];
    const body = offset + recordHeaderBytes;
    const bodyEnd = Math.min(body + length, end);
    if (!readRecord(bytes, bytes[offset], length, body, bodyEnd, note)) break;
    offset = body + length;
  }
  return note.bits !== 0;
}

function readRecord(
  bytes: Uint8Array,
  type: number,
  length: number,
  body: number,
  end: number,
  note: PayloadNote,
): boolean {
  switch (type) {
    case CHANGE_CIPHER_SPEC:
      if (length !== 1 || body >= end || bytes[body] !== 1) return false;
      note.bits |= TLS_CHANGE_CIPHER_SPEC;
      return true;
    case ALERT:
      return readAlert(bytes, length, body, end, note);
    case HANDSHAKE:
      return readHandshake(bytes, length, body, end, note);
    case APPLICATION_DATA:
      if ((note.bits & TLS_APPLICATION_DATA) === 0) note.lengthBytes = length;
      note.bits |= TLS_APPLICATION_DATA;
      return true;
    default:
      return false;
  }
}

function readAlert(bytes: Uint8Array, length: number, body: number, end: number, note: PayloadNote): boolean {
  if (length !== 2) {
    // Two bytes and what encryption adds: at least a tag of eight.
    if (length < 10) return false;
    note.bits |= TLS_ENCRYPTED_ALERT;
    return true;
  }
  if (body + 2 > end) return false;
  const level = bytes[body];
  if (level !== 1 && level !== 2) return false;
  note.bits |= TLS_ALERT;
  note.number = (level << 8) | bytes[body + 1];
  return true;
}

/** The messages of one record. Behind ChangeCipherSpec it is encrypted, and its first byte says nothing. */
function readHandshake(bytes: Uint8Array, length: number, body: number, end: number, note: PayloadNote): boolean {
  if ((note.bits & TLS_CHANGE_CIPHER_SPEC) !== 0) {
    note.bits |= TLS_ENCRYPTED_HANDSHAKE;
    return true;
  }
  if (length < messageHeaderBytes) return false;
  note.bits |= TLS_OTHER_HANDSHAKE;
  for (let offset = body; offset + messageHeaderBytes <= end; ) {
    const messageBytes = (bytes[offset + 1] << 16) | (bytes[offset + 2] << 8) | bytes[offset + 3];
    if (messageBytes > mostMessageBytes) return false;
    const start = offset + messageHeaderBytes;
    const known = readMessage(bytes, bytes[offset], messageBytes, start, Math.min(start + messageBytes, end), note);
    // What begins like a record may be anything; what goes on like one is encrypted, or of a later version.
    if (!known) return false;
    offset = start + messageBytes;
  }
  return true;
}

/** Handshake types (RFC 8446 section 4, RFC 5246 section 7.4). */
function readMessage(
  bytes: Uint8Array,
  type: number,
  length: number,
  start: number,
  end: number,
  note: PayloadNote,
): boolean {
  switch (type) {
    case 1:
      return readClientHello(bytes, start, end, note);
    case 2:
      return readServerHello(bytes, start, end, note);
    case 11:
      note.bits |= TLS_CERTIFICATE;
      return true;
    case 14:
      if (length !== 0) return false;
      note.bits |= TLS_SERVER_HELLO_DONE;
      return true;
    case 16:
      note.bits |= TLS_CLIENT_KEY_EXCHANGE;
      return true;
    default:
      // HelloRequest, NewSessionTicket, ServerKeyExchange, CertificateRequest, CertificateVerify, CertificateStatus: they say nothing that the others don't.
      return type === 0 || type === 4 || type === 12 || type === 13 || type === 15 || type === 22;
  }
}
