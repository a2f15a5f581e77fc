import {
  HTTP_BAD_LENGTH,
  HTTP_CHUNKED,
  HTTP_MORE_FOLLOWS,
  HTTP_OTHER_CODING,
  HTTP_UPGRADE,
  NOTE_HTTP_REQUEST,
} from '@fivewhys/capture';
import type { ConversationRow } from './conversation-row.ts';
import * as at from './layout.ts';

/** How a message's body is framed: by nothing (there is none), Content-Length, chunks, the end of the connection; or it can't be told. */
export type HttpBody = 'none' | 'length' | 'chunked' | 'until-close' | 'unknown';

/** The rules of RFC 9112 section 6.3 for the newest message of an end. @param own where the end's words begin */
export function bodyOf({ words, doubles }: Pick<ConversationRow, 'words' | 'doubles'>, own: number): HttpBody {
  const bits = words[own + at.HTTP_BITS];
  const method = words[own + at.HTTP_METHOD];
  if (words[own + at.HTTP_HEADER_BYTES] === 0 || (bits & HTTP_BAD_LENGTH) !== 0) return 'unknown';
  if (words[own + at.HTTP_KIND] === NOTE_HTTP_REQUEST) {
    if (method === at.METHOD_CONNECT) return 'unknown';
    if ((bits & HTTP_CHUNKED) !== 0) return 'chunked';
    if ((bits & HTTP_OTHER_CODING) !== 0) return 'unknown';
    return doubles[(own + at.HTTP_LENGTH) >> 1] > 0 ? 'length' : 'none';
  }
  const status = words[own + at.HTTP_STATUS];
  if (status === 101 || (method === at.METHOD_CONNECT && status >= 200 && status < 300)) return 'unknown';
  if (status < 200 || status === 204 || status === 304 || method === at.METHOD_HEAD) return 'none';
  // Whose request is not known may answer HEAD; then nothing follows the header.
  if (method === at.METHOD_UNKNOWN && (bits & HTTP_MORE_FOLLOWS) === 0) return 'unknown';
  if ((bits & HTTP_CHUNKED) !== 0) return 'chunked';
  if ((bits & HTTP_OTHER_CODING) !== 0) return 'until-close';
  const lengthBytes = doubles[(own + at.HTTP_LENGTH) >> 1];
  return lengthBytes < 0 ? 'until-close' : lengthBytes === 0 ? 'none' : 'length';
}

/** Bytes of the newest message of an end, header and body; NaN where it has no end that is known before it comes. */
export function messageBytes(row: Pick<ConversationRow, 'words' | 'doubles'>, own: number): number {
  const headerBytes = row.words[own + at.HTTP_HEADER_BYTES];
  switch (bodyOf(row, own)) {
    case 'none':
      return headerBytes;
    case 'length':
      return headerBytes + row.doubles[(own + at.HTTP_LENGTH) >> 1];
    default:
      return Number.NaN;
  }
}

/** Whether what follows the message may be another protocol. */
export function mayChangeProtocol(words: Int32Array, own: number): boolean {
  const status = words[own + at.HTTP_STATUS];
  return (
    (words[own + at.HTTP_BITS] & HTTP_UPGRADE) !== 0 &&
    (words[own + at.HTTP_KIND] === NOTE_HTTP_REQUEST
      ? words[own + at.HTTP_METHOD] === at.METHOD_CONNECT
      : status === 101)
  );
}
