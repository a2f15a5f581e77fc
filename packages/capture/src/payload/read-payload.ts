import { isUpperCase } from './ascii.ts';
import { readHttpHead } from './http-head.ts';
import type { PayloadNote } from './payload-note.ts';
import { readSshWords } from './ssh-words.ts';
import { APPLICATION_DATA, CHANGE_CIPHER_SPEC, isTlsRecord, readTlsRecords } from './tls-records.ts';

// What `readPayload` found.
export const NOTHING = 0;
/** The note was filled. */
export const NOTED = 1;
/** A record of TLS application data begins the segment. Most segments of a TLS connection that begin with a record do, so no note is made of them. */
export const TLS_DATA = 2;

/** Shorter than any Finished of TLS 1.3 is encrypted (4 + 32 + 1 + 8 bytes): such a record is noted with its length. */
const shortestFinishedBytes = 45;

/** Of each byte whether a payload that begins with it may be one of these. Most begin otherwise, and one look tells. */
export const mayBeRead: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) =>
  isUpperCase(byte) || (byte >= CHANGE_CIPHER_SPEC && byte <= APPLICATION_DATA) ? 1 : 0,
);

/**
 * Reads what a segment's payload begins with: HTTP/1, TLS or SSH. Of most payload the first byte says that it is none of them.
 *
 * @param start of the payload, whose first byte `mayBeRead`
 * @param end of what was captured of it
 * @returns NOTHING, NOTED or TLS_DATA
 */
export function readPayload(bytes: Uint8Array, start: number, end: number, note: PayloadNote): number {
  const first = bytes[start];
  if (isUpperCase(first)) {
    return readSshWords(bytes, start, end, note) || readHttpHead(bytes, start, end, note) ? NOTED : NOTHING;
  }
  if (first === APPLICATION_DATA) {
    if (!isTlsRecord(bytes, start, end)) return NOTHING;
    if (((bytes[start + 3] << 8) | bytes[start + 4]) >= shortestFinishedBytes) return TLS_DATA;
  }
  return readTlsRecords(bytes, start, end, note) ? NOTED : NOTHING;
}
