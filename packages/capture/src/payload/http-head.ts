import {
  ascii,
  CARRIAGE_RETURN,
  contains,
  hasAt,
  isDigit,
  isUpperCase,
  LINE_FEED,
  QUESTION_MARK,
  SPACE,
} from './ascii.ts';
import { readHttpFields } from './http-fields.ts';
import {
  HTTP_1_0,
  HTTP_MORE_FOLLOWS,
  HTTP_QUERY_LEFT_OUT,
  HTTP_TARGET_CUT,
  HTTP_UPGRADE,
  HTTP_WANTS_TLS,
  mostNoteTextBytes,
  NOTE_HTTP_REQUEST,
  NOTE_HTTP_RESPONSE,
  type PayloadNote,
} from './payload-note.ts';

const version = ascii('HTTP/1.');
const connect = ascii('CONNECT ');
/** Longer than any registered method (UPDATEREDIRECTREF). */
const mostMethodBytes = 24;
/** How nginx, Apache httpd and Go's net/http say in a 400 that they expected TLS. */
const wantsTls = ['to HTTPS port', 'to an SSL-enabled server port', 'to an HTTPS server'].map(ascii);

/** Reads a start line and header (RFC 9112 sections 3 to 5) at `start`. Returns false, and leaves the note undefined, when it is none. */
export function readHttpHead(bytes: Uint8Array, start: number, end: number, note: PayloadNote): boolean {
  return hasAt(bytes, start, end, version)
    ? readResponses(bytes, start, end, note)
    : readRequest(bytes, start, end, note);
}

/** The first response that is not an interim one, or the last of these. */
function readResponses(bytes: Uint8Array, start: number, end: number, note: PayloadNote): boolean {
  let from = start;
  if (!readResponse(bytes, from, end, note)) return false;
  while (isInterim(note) && note.headerBytes > 0 && hasAt(bytes, from + note.headerBytes, end, version)) {
    from += note.headerBytes;
    if (!readResponse(bytes, from, end, note)) return false;
  }
  note.startBytes = from - start;
  return true;
}

function isInterim({ number }: PayloadNote): boolean {
  return number >= 100 && number < 200 && number !== 101;
}

function readResponse(bytes: Uint8Array, start: number, end: number, note: PayloadNote): boolean {
  const minor = start + version.length;
  const status = minor + 2;
  if (status + 4 > end || !isDigit(bytes[minor]) || bytes[minor + 1] !== SPACE) return false;
  if (!isDigit(bytes[status]) || !isDigit(bytes[status + 1]) || !isDigit(bytes[status + 2])) return false;
  const behind = bytes[status + 3];
  if (behind !== SPACE && behind !== CARRIAGE_RETURN && behind !== LINE_FEED) return false;
  note.clear(NOTE_HTTP_RESPONSE);
  note.number = (bytes[status] - 0x30) * 100 + (bytes[status + 1] - 0x30) * 10 + bytes[status + 2] - 0x30;
  if (bytes[minor] === 0x30) note.bits |= HTTP_1_0;
  readHeader(bytes, start, status + 3, end, note);
  if (note.number === 101) note.bits |= HTTP_UPGRADE;
  if (note.number === 400 && note.headerBytes > 0) {
    const body = start + note.headerBytes;
    if (wantsTls.some((words) => contains(bytes, body, end, words))) note.bits |= HTTP_WANTS_TLS;
  }
  return true;
}

/** `GET /path HTTP/1.1`; the whole line must be there, for binary data may begin like a method. */
function readRequest(bytes: Uint8Array, start: number, end: number, note: PayloadNote): boolean {
  let target = start;
  while (target < end && (isUpperCase(bytes[target]) || bytes[target] === 0x2d)) target += 1;
  if (target === start || target - start > mostMethodBytes || target >= end || bytes[target] !== SPACE) return false;
  target += 1;
  let pathEnd = -1;
  let offset = target;
  // Bytes above ASCII are no URI, but servers take them.
  for (; offset < end && bytes[offset] > SPACE && bytes[offset] !== 0x7f; offset += 1) {
    if (bytes[offset] === QUESTION_MARK && pathEnd < 0) pathEnd = offset;
  }
  if (offset === target || offset >= end || bytes[offset] !== SPACE) return false;
  const minor = offset + 1 + version.length;
  if (!hasAt(bytes, offset + 1, end, version) || minor + 1 >= end || !isDigit(bytes[minor])) return false;
  if (bytes[minor + 1] !== CARRIAGE_RETURN && bytes[minor + 1] !== LINE_FEED) return false;
  note.clear(NOTE_HTTP_REQUEST);
  if (bytes[minor] === 0x30) note.bits |= HTTP_1_0;
  if (pathEnd >= 0) note.bits |= HTTP_QUERY_LEFT_OUT;
  if (hasAt(bytes, start, end, connect)) note.bits |= HTTP_UPGRADE;
  const textBytes = (pathEnd < 0 ? offset : pathEnd) - start;
  if (textBytes > mostNoteTextBytes) note.bits |= HTTP_TARGET_CUT;
  note.textOffset = start;
  note.textBytes = Math.min(textBytes, mostNoteTextBytes);
  readHeader(bytes, start, minor + 1, end, note);
  return true;
}

/** @param from the end of what is known of the start line */
function readHeader(bytes: Uint8Array, start: number, from: number, end: number, note: PayloadNote): void {
  const lineEnd = bytes.indexOf(LINE_FEED, from);
  if (lineEnd < 0 || lineEnd >= end) return;
  const body = readHttpFields(bytes, lineEnd + 1, end, note);
  if (body < 0) return;
  note.headerBytes = body - start;
  if (body < end) note.bits |= HTTP_MORE_FOLLOWS;
}
