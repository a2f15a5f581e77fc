import type { ByteSource } from './byte-source.ts';
import { type Compression, compressionOf } from './compression.ts';
import { Decompressor } from './decompressor.ts';

const inputChunkBytes = 64 * 1024;
/** Where compressed data is damaged, nothing comes out of the piece that was handed over last. So pieces are small, as long as that costs little time. */
const smallPieceBytes = 4096;
const smallPiecesUpToBytes = 1024 * 1024;

/** Decompresses as it is read. Compressed data that breaks off or is damaged ends the source: `failure` then says why. */
export class DecompressedSource implements ByteSource {
  /** Why decompression ended before the data did. */
  failure: string | undefined;
  readonly #chunks: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array(0);

  /** @param head bytes already taken from `source` */
  constructor(source: ByteSource, head: Uint8Array, compression: Compression) {
    this.#chunks = decompressedChunks(source, head, compression);
  }

  async read(target: Uint8Array, offset: number, length: number): Promise<number> {
    while (this.#rest.length === 0) {
      if (this.failure !== undefined) return 0;
      try {
        const { done, value } = await this.#chunks.next();
        if (done) return 0;
        this.#rest = value;
      } catch (error) {
        this.failure = (error as Error).message;
        return 0;
      }
    }
    const count = Math.min(length, this.#rest.length);
    target.set(this.#rest.subarray(0, count), offset);
    this.#rest = this.#rest.subarray(count);
    return count;
  }
}

/**
 * Member after member. Node's gunzip goes on to the next by itself; its Zstandard stream ends with the first frame, and files of pzstd, or appended
 * to one another, have many. What follows and is neither is left aside, as gzip does: zeros of a tape.
 */
async function* decompressedChunks(
  source: ByteSource,
  head: Uint8Array,
  compression: Compression,
): AsyncGenerator<Uint8Array> {
  const buffer = new Uint8Array(inputChunkBytes);
  let decompressor = new Decompressor(compression);
  try {
    let fedBytes = 0;
    for (let input = head; input.length > 0; ) {
      const piece = fedBytes < smallPiecesUpToBytes ? input.subarray(0, smallPieceBytes) : input;
      const left = yield* decompressor.feed(piece);
      fedBytes += piece.length;
      input = input.subarray(piece.length - left);
      if (left > 0) {
        input = await atLeastFour(input, source);
        if (compression === 'gzip' || compressionOf(input, input.length) !== compression) return;
        decompressor.close();
        decompressor = new Decompressor(compression);
      } else if (input.length === 0) {
        input = buffer.subarray(0, await source.read(buffer, 0, buffer.length));
      }
    }
    yield* decompressor.finish();
  } finally {
    decompressor.close();
  }
}

/** What a frame is told by has four bytes. */
async function atLeastFour(start: Uint8Array, source: ByteSource): Promise<Uint8Array> {
  const bytes = new Uint8Array(Math.max(start.length, 4));
  bytes.set(start);
  let length = start.length;
  while (length < 4) {
    const count = await source.read(bytes, length, 4 - length);
    if (count === 0) break;
    length += count;
  }
  return bytes.subarray(0, length);
}
