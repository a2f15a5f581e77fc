import type { ByteSource } from '@fivewhys/capture';

/** What can be explained: a path, or bytes with a name. */
export type Input = string | NamedBytes;

/** Bytes from elsewhere than a file: an upload, standard input, an archive. */
export interface NamedBytes {
  /** What the explanation calls the input. */
  readonly path: string;
  /** All of them, or a readable stream or another iterable that gives them in pieces, or a source of your own. */
  readonly bytes: Uint8Array | AsyncIterable<Uint8Array> | ByteSource;
}
