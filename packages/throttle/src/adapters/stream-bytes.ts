import type { Http2ServerRequest, Http2ServerResponse, ServerHttp2Stream } from 'node:http2';

/** What a stream of HTTP/2 has carried so far. */
export interface StreamBytes {
  bytesIn: number;
  bytesOut: number;
}

type Stream = Omit<ServerHttp2Stream, 'push' | '_write' | '_writev'> & {
  push(chunk: unknown): boolean;
  _write(chunk: unknown, encoding: BufferEncoding, done: unknown): void;
  _writev?(chunks: readonly { readonly chunk: unknown; readonly encoding: BufferEncoding }[], done: unknown): void;
};

/**
 * Counts the bodies of a request and its response as they pass the stream. Node.js has no figures of a single stream; heads, which HTTP/2 compresses by what the connection has seen
 * before, and files sent by `respondWithFile` are not in it.
 */
export function countStream({ stream: opened }: Http2ServerRequest | Http2ServerResponse): StreamBytes {
  const bytes = { bytesIn: 0, bytesOut: 0 };
  const stream = opened as unknown as Stream;
  const { push, _write, _writev } = stream;
  stream.push = function (this: Stream, chunk) {
    bytes.bytesIn += lengthOf(chunk);
    return push.call(this, chunk);
  };
  stream._write = function (this: Stream, chunk, encoding, done) {
    bytes.bytesOut += lengthOf(chunk, encoding);
    return _write.call(this, chunk, encoding, done);
  };
  stream._writev = function (this: Stream, chunks, done) {
    for (const { chunk, encoding } of chunks) bytes.bytesOut += lengthOf(chunk, encoding);
    return _writev?.call(this, chunks, done);
  };
  return bytes;
}

function lengthOf(chunk: unknown, encoding?: BufferEncoding): number {
  if (typeof chunk === 'string') return Buffer.byteLength(chunk, encoding);
  return chunk instanceof Uint8Array ? chunk.byteLength : 0;
}
