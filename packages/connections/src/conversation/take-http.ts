import {
  HTTP_MORE_FOLLOWS,
  HTTP_WANTS_TLS,
  NOTE_HTTP_REQUEST,
  type NoteRecord,
  type SegmentRecord,
  SYN,
  TLS_CLIENT_HELLO,
} from '@fivewhys/capture';
import type { ConversationRow } from './conversation-row.ts';
import { messageBytes } from './http-end.ts';
import * as at from './layout.ts';
import { takeText } from './take-text.ts';

/** Four letters as the word that they make in the byte order of this machine. */
const letters = (text: string) => new Int32Array(Uint8Array.from(text, (letter) => letter.charCodeAt(0)).buffer)[0];
const head = letters('HEAD');
const conn = letters('CONN');
const mostDistance = 2 ** 30;

/** The beginning of an HTTP/1 message. @returns whether it says that the port expects the other protocol: TLS, or none */
export function takeHttp(
  conversation: ConversationRow,
  direction: number,
  note: NoteRecord,
  segment: SegmentRecord,
  payloadBytes: number,
): boolean {
  const { words, doubles, row } = conversation;
  const own = row + direction * at.endWords;
  const other = row + (1 - direction) * at.endWords;
  const start = (segment.sequence + ((segment.flags & SYN) === 0 ? 0 : 1) + note.startBytes) | 0;
  if (!mayBegin(conversation, own, other, start, payloadBytes)) return false;
  words[own + at.HTTP_KIND] = note.kind;
  words[own + at.HTTP_BITS] = note.bits;
  words[own + at.HTTP_FRAME] = segment.frame;
  words[own + at.HTTP_START] = start;
  words[own + at.HTTP_HEADER_BYTES] = note.headerBytes;
  words[own + at.HTTP_STATUS] = note.number;
  words[own + at.HTTP_TIMEOUT] = note.timeoutSeconds;
  doubles[(own + at.HTTP_LENGTH) >> 1] = note.lengthBytes;
  doubles[(own + at.HTTP_INSTANT) >> 1] = segment.instantNs;
  doubles[(own + at.HTTP_PAYLOAD_BEFORE) >> 1] = payloadBytes;
  if (note.kind === NOTE_HTTP_REQUEST) {
    takeText(words, own, note);
    words[own + at.HTTP_COUNT] += 1;
    words[own + at.HTTP_METHOD] = methodOf(words[own + at.TEXT]);
    if (isPipelined(conversation, own, note, segment)) words[own + at.HTTP_PIPELINED] = 1;
    return false;
  }
  pair(words, own, other, note.number);
  return (note.bits & HTTP_WANTS_TLS) !== 0 || (words[other + at.TLS_BITS] & TLS_CLIENT_HELLO) !== 0;
}

/** Not what was sent before, and not the inside of a body that looks like a message. Of a body without a known end only the other end's next message shows that it is over. */
function mayBegin(
  conversation: ConversationRow,
  own: number,
  other: number,
  start: number,
  payloadBytes: number,
): boolean {
  const { words, doubles } = conversation;
  if (words[own + at.HTTP_KIND] === 0) return true;
  // So far on, distances of sequence numbers say nothing any more.
  if (payloadBytes - doubles[(own + at.HTTP_PAYLOAD_BEFORE) >> 1] >= mostDistance) return true;
  const since = (start - words[own + at.HTTP_START]) | 0;
  if (since <= 0) return false;
  const bytes = messageBytes(conversation, own);
  return Number.isNaN(bytes) ? words[other + at.HTTP_FRAME] > words[own + at.HTTP_FRAME] : since >= bytes;
}

/** By the first letters: no other registered method begins with them. */
function methodOf(firstLetters: number): number {
  return firstLetters === head ? at.METHOD_HEAD : firstLetters === conn ? at.METHOD_CONNECT : at.METHOD_OTHER;
}

/** Whether the segment holds more than the request. */
function isPipelined(conversation: ConversationRow, own: number, note: NoteRecord, segment: SegmentRecord): boolean {
  if ((note.bits & HTTP_MORE_FOLLOWS) === 0) return false;
  const bytes = messageBytes(conversation, own);
  return segment.payloadBytes > bytes + note.startBytes;
}

/** Notes which request a response answers: the newest, where there is exactly one without an answer. Who asks again before the answer came makes that unknown, here and later. */
function pair(words: Int32Array, own: number, other: number, status: number): void {
  const open = words[other + at.HTTP_COUNT] - words[own + at.HTTP_COUNT];
  if (status >= 200 || status === 101) words[own + at.HTTP_COUNT] += 1;
  const isPaired =
    open === 1 && words[other + at.HTTP_KIND] === NOTE_HTTP_REQUEST && words[other + at.HTTP_PIPELINED] === 0;
  words[own + at.HTTP_METHOD] = isPaired ? words[other + at.HTTP_METHOD] : at.METHOD_UNKNOWN;
  words[own + at.HTTP_ANSWERED_FRAME] = isPaired ? words[other + at.HTTP_FRAME] : 0;
}
