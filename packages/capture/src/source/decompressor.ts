import { createGunzip, createZstdDecompress, type Gunzip, type ZstdDecompress } from 'node:zlib';
import type { Compression } from './compression.ts';

const outputChunkBytes = 1024 * 1024;

/** One compressed stream being undone: takes input as it comes, and gives what comes out before it asks for more. */
export class Decompressor {
  readonly #stream: Gunzip | ZstdDecompress;
  #fedBytes = 0;
  #ended = false;
  #failure: Error | undefined;
  #wake: () => void = () => undefined;

  constructor(compression: Compression) {
    const options = { chunkSize: outputChunkBytes };
    this.#stream = compression === 'gzip' ? createGunzip(options) : createZstdDecompress(options);
    this.#stream.on('readable', () => this.#wake());
    this.#stream.on('end', () => {
      this.#ended = true;
      this.#wake();
    });
    this.#stream.on('error', (error) => {
      this.#failure = error;
      this.#wake();
    });
  }

  /**
   * Yields what comes out of `input`; until then it must not be changed.
   *
   * @returns how many bytes at the input's end were not taken, because the compressed data was complete before them
   */
  async *feed(input: Uint8Array): AsyncGenerator<Uint8Array, number> {
    let isTaken = false;
    this.#fedBytes += input.length;
    this.#stream.write(input, () => {
      isTaken = true;
      this.#wake();
    });
    yield* this.#outputUntil(() => isTaken);
    return this.#fedBytes - this.#stream.bytesWritten;
  }

  /** No more input will come. Throws when the compressed data is not complete. */
  async *finish(): AsyncGenerator<Uint8Array> {
    this.#stream.end();
    yield* this.#outputUntil(() => this.#ended);
  }

  close(): void {
    this.#stream.destroy();
  }

  async *#outputUntil(isDone: () => boolean): AsyncGenerator<Uint8Array> {
    for (;;) {
      const chunk: Uint8Array | null = this.#stream.read();
      if (chunk !== null) yield chunk;
      else if (this.#failure !== undefined) throw this.#failure;
      else if (isDone()) return;
      else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }
}
