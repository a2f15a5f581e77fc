import { ascii, CARRIAGE_RETURN, COLON, COMMA, hasInAnyCase, isDigit, LINE_FEED, SPACE } from './ascii.ts';
import {
  HTTP_BAD_LENGTH,
  HTTP_CHUNKED,
  HTTP_CLOSE,
  HTTP_EXPECTS_CONTINUE,
  HTTP_KEEP_ALIVE,
  HTTP_OTHER_CODING,
  HTTP_UPGRADE,
  type PayloadNote,
} from './payload-note.ts';

const names = {
  connection: ascii('connection'),
  contentLength: ascii('content-length'),
  transferEncoding: ascii('transfer-encoding'),
  keepAlive: ascii('keep-alive'),
  expect: ascii('expect'),
  upgrade: ascii('upgrade'),
} as const;
const words = {
  close: ascii('close'),
  keepAlive: ascii('keep-alive'),
  chunked: ascii('chunked'),
  continue: ascii('100-continue'),
  timeout: ascii('timeout='),
} as const;
const tab = 0x09;
/** More digits than a length has that a double holds exactly. */
const mostDigits = 15;

/**
 * Reads the field lines of a header (RFC 9112 section 5) into the note, as far as they tell where a message ends and whether the connection lives on.
 *
 * @param start of the first field line
 * @returns where the body begins, or -1 when the empty line is not there
 */
export function readHttpFields(bytes: Uint8Array, start: number, end: number, note: PayloadNote): number {
  let line = start;
  while (line < end) {
    const lineFeed = bytes.indexOf(LINE_FEED, line);
    if (lineFeed < 0 || lineFeed >= end) return -1;
    const lineEnd = lineFeed > line && bytes[lineFeed - 1] === CARRIAGE_RETURN ? lineFeed - 1 : lineFeed;
    if (lineEnd === line) return lineFeed + 1;
    readField(bytes, line, lineEnd, note);
    line = lineFeed + 1;
  }
  return -1;
}

function readField(bytes: Uint8Array, start: number, end: number, note: PayloadNote): void {
  switch (bytes[start] | 0x20) {
    case 0x63: // c
      if (isNamed(bytes, start, end, names.connection)) {
        readConnection(bytes, start + names.connection.length + 1, end, note);
      } else if (isNamed(bytes, start, end, names.contentLength)) {
        readContentLength(bytes, start + names.contentLength.length + 1, end, note);
      }
      return;
    case 0x74: // t
      if (!isNamed(bytes, start, end, names.transferEncoding)) return;
      note.bits |= isLastWord(bytes, start, end, words.chunked) ? HTTP_CHUNKED : HTTP_OTHER_CODING;
      return;
    case 0x6b: // k
      if (isNamed(bytes, start, end, names.keepAlive)) readTimeout(bytes, start, end, note);
      return;
    case 0x65: // e
      if (!isNamed(bytes, start, end, names.expect)) return;
      if (isLastWord(bytes, start, end, words.continue)) note.bits |= HTTP_EXPECTS_CONTINUE;
      return;
    case 0x75: // u
      if (isNamed(bytes, start, end, names.upgrade)) note.bits |= HTTP_UPGRADE;
      return;
    default:
      return;
  }
}

function isNamed(bytes: Uint8Array, start: number, end: number, name: Uint8Array): boolean {
  return hasInAnyCase(bytes, start, end, name) && bytes[start + name.length] === COLON && start + name.length < end;
}

function isBlank(byte: number): boolean {
  return byte === SPACE || byte === tab;
}

/** A list of options (RFC 9110 section 7.6.1). */
function readConnection(bytes: Uint8Array, start: number, end: number, note: PayloadNote): void {
  let word = start;
  for (let offset = start; offset <= end; offset += 1) {
    if (offset < end && bytes[offset] !== COMMA) continue;
    while (word < offset && isBlank(bytes[word])) word += 1;
    let wordEnd = offset;
    while (wordEnd > word && isBlank(bytes[wordEnd - 1])) wordEnd -= 1;
    const length = wordEnd - word;
    if (length === words.close.length && hasInAnyCase(bytes, word, wordEnd, words.close)) note.bits |= HTTP_CLOSE;
    if (length === words.keepAlive.length && hasInAnyCase(bytes, word, wordEnd, words.keepAlive)) {
      note.bits |= HTTP_KEEP_ALIVE;
    }
    word = offset + 1;
  }
}

/** Digits alone (RFC 9110 section 8.6); two lines that differ are an attack or a defect, and no length. */
function readContentLength(bytes: Uint8Array, start: number, end: number, note: PayloadNote): void {
  let offset = start;
  while (offset < end && isBlank(bytes[offset])) offset += 1;
  const first = offset;
  let length = 0;
  for (; offset < end && isDigit(bytes[offset]); offset += 1) length = length * 10 + bytes[offset] - 0x30;
  const digits = offset - first;
  while (offset < end && isBlank(bytes[offset])) offset += 1;
  const isLength = digits > 0 && digits <= mostDigits && offset === end;
  if (!isLength || (note.lengthBytes >= 0 && note.lengthBytes !== length)) note.bits |= HTTP_BAD_LENGTH;
  else note.lengthBytes = length;
}

/** `Keep-Alive: timeout=5, max=1000`: how long the sender keeps an idle connection (RFC 2068 section 19.7.1.1). */
function readTimeout(bytes: Uint8Array, start: number, end: number, note: PayloadNote): void {
  for (let offset = start; offset + words.timeout.length < end; offset += 1) {
    if (!hasInAnyCase(bytes, offset, end, words.timeout)) continue;
    let seconds = 0;
    let digit = offset + words.timeout.length;
    if (!isDigit(bytes[digit])) return;
    for (; digit < end && isDigit(bytes[digit]) && seconds < 1e8; digit += 1)
      seconds = seconds * 10 + bytes[digit] - 0x30;
    note.timeoutSeconds = seconds;
    return;
  }
}

function isLastWord(bytes: Uint8Array, start: number, end: number, word: Uint8Array): boolean {
  let wordEnd = end;
  while (wordEnd > start && isBlank(bytes[wordEnd - 1])) wordEnd -= 1;
  const wordStart = wordEnd - word.length;
  if (wordStart <= start || !hasInAnyCase(bytes, wordStart, wordEnd, word)) return false;
  const before = bytes[wordStart - 1];
  return isBlank(before) || before === COMMA || before === COLON;
}
