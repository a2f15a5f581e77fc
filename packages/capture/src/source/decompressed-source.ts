import { Readable, type Transform } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import type { ByteSource } from './byte-source.ts';

const inputChunkBytes = 256 * 1024;
const outputChunkBytes = 1024 * 1024;

export type Compression = 'gzip' | 'zstd';

/** Told by the first bytes: gzip RFC 1952 section 2.3.1, Zstandard RFC 8878 section 3.1.1 (skippable frames included). */
export function compressionOf(bytes: Uint8Array, length: number): Compression | undefined {
  if (length >= 3 && bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8) return 'gzip';
  if (length >= 4 && bytes[1] === 0xb5 && bytes[2] === 0x2f && bytes[3] === 0xfd && bytes[0] === 0x28) return 'zstd';
  if (length >= 4 && (bytes[0] & 0xf0) === 0x50 && bytes[1] === 0x2a && bytes[2] === 0x4d && bytes[3] === 0x18) {
    return 'zstd';
  }
  return undefined;
}

/** Decompresses as it is read. Compressed data that breaks off or is damaged ends the source: `failure` then says why. */
export class DecompressedSource implements ByteSource {
  /** Why decompression ended before the data did. */
  failure: string | undefined;
  readonly #chunks: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array(0);

  /** @param head bytes already taken from `source` */
  constructor(source: ByteSource, head: Uint8Array, compression: Compression) {
    const decompressor: Transform =
      compression === 'gzip'
        ? createGunzip({ chunkSize: outputChunkBytes })
        : createZstdDecompress({ chunkSize: outputChunkBytes });
    const input = Readable.from(compressedChunks(source, head));
    input.on('error', (error) => decompressor.destroy(error));
    this.#chunks = input.pipe(decompressor)[Symbol.asyncIterator]();
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

async function* compressedChunks(source: ByteSource, head: Uint8Array): AsyncGenerator<Uint8Array> {
  yield head.slice();
  for (;;) {
    const chunk = new Uint8Array(inputChunkBytes);
    const count = await source.read(chunk, 0, chunk.length);
    if (count === 0) return;
    yield chunk.subarray(0, count);
  }
}
