import * as note from '@fivewhys/capture';
import type { ConversationRow } from './conversation-row.ts';
import { bodyOf, mayChangeProtocol, messageBytes } from './http-end.ts';
import * as at from './layout.ts';
import type { HttpMessage } from './spoken.ts';
import { textOf } from './text-of.ts';

/** Sequence numbers that are farther apart say nothing of what comes before what. */
const mostDistance = 2 ** 31;
const methodNames = { [at.METHOD_HEAD]: 'HEAD', [at.METHOD_CONNECT]: 'CONNECT' };

/** The newest message of an end as plain data. */
export function describeHttp(conversation: ConversationRow, direction: number): HttpMessage {
  const { words, doubles, row } = conversation;
  const own = row + direction * at.endWords;
  const bits = words[own + at.HTTP_BITS];
  const has = (bit: number) => (bits & bit) !== 0;
  const isRequest = words[own + at.HTTP_KIND] === note.NOTE_HTTP_REQUEST;
  const start = words[own + at.HTTP_START];
  const bytes = messageBytes(conversation, own);
  const lengthBytes = doubles[(own + at.HTTP_LENGTH) >> 1];
  const timeout = words[own + at.HTTP_TIMEOUT];
  const request = isRequest ? textOfRequest(words, own) : undefined;
  return {
    kind: isRequest ? 'request' : 'response',
    frame: words[own + at.HTTP_FRAME],
    instantNs: doubles[(own + at.HTTP_INSTANT) >> 1],
    sequence: start >>> 0,
    minorVersion: has(note.HTTP_1_0) ? 0 : 1,
    method: isRequest ? request?.method : answeredMethod(words, row + (1 - direction) * at.endWords, own),
    target: request?.target,
    status: isRequest ? undefined : words[own + at.HTTP_STATUS],
    answersFrame: words[own + at.HTTP_ANSWERED_FRAME] || undefined,
    headerBytes: words[own + at.HTTP_HEADER_BYTES] || undefined,
    contentLength: lengthBytes < 0 || has(note.HTTP_BAD_LENGTH) ? undefined : lengthBytes,
    body: bodyOf(conversation, own),
    endSequence: bytes < mostDistance ? (start + bytes) >>> 0 : undefined,
    connection: has(note.HTTP_CLOSE) ? 'close' : has(note.HTTP_KEEP_ALIVE) ? 'keep-alive' : undefined,
    isLast: isLast(words, own),
    keepAliveSeconds: timeout < 0 ? undefined : timeout,
    expectsContinue: has(note.HTTP_EXPECTS_CONTINUE),
    wantsTls: has(note.HTTP_WANTS_TLS),
  };
}

function textOfRequest(words: Int32Array, own: number): { method: string; target: string } | undefined {
  if (words[own + at.TEXT_KIND] !== note.NOTE_HTTP_REQUEST) return undefined;
  const bits = words[own + at.HTTP_BITS];
  const [method = '', target = ''] = textOf(words, own).split(' ');
  const cut = (bits & note.HTTP_TARGET_CUT) !== 0 ? '…' : '';
  return { method, target: `${target}${cut}${(bits & note.HTTP_QUERY_LEFT_OUT) !== 0 ? '?…' : ''}` };
}

/** By its own code, or by the text of the request while that is still there. */
function answeredMethod(words: Int32Array, other: number, own: number): string | undefined {
  const method = words[own + at.HTTP_METHOD];
  if (method === at.METHOD_HEAD || method === at.METHOD_CONNECT) return methodNames[method];
  const isThere = method !== at.METHOD_UNKNOWN && words[other + at.HTTP_FRAME] === words[own + at.HTTP_ANSWERED_FRAME];
  return isThere ? textOfRequest(words, other)?.method : undefined;
}

/** RFC 9112 section 9.3. A header that was not seen whole may still say `close`. */
function isLast(words: Int32Array, own: number): boolean | undefined {
  const bits = words[own + at.HTTP_BITS];
  if (mayChangeProtocol(words, own)) return undefined;
  if ((bits & note.HTTP_CLOSE) !== 0) return true;
  if (words[own + at.HTTP_HEADER_BYTES] === 0) return undefined;
  return (bits & note.HTTP_1_0) !== 0 && (bits & note.HTTP_KEEP_ALIVE) === 0;
}
