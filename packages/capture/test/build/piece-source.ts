import type { ByteSource } from '@fivewhys/capture';

/** Hands out bytes from memory in pieces of the given sizes, in turn: as a pipe does, whatever is asked for. */
export class PieceSource implements ByteSource {
  readonly #bytes: Uint8Array;
  readonly #sizes: readonly number[];
  #offset = 0;
  #reads = 0;

  constructor(bytes: Uint8Array, ...sizes: readonly number[]) {
    this.#bytes = bytes;
    this.#sizes = sizes.length === 0 ? [Number.POSITIVE_INFINITY] : sizes;
  }

  async read(target: Uint8Array, offset: number, length: number): Promise<number> {
    const size = this.#sizes[this.#reads % this.#sizes.length] as number;
    this.#reads += 1;
    const count = Math.min(size, length, this.#bytes.length - this.#offset);
    target.set(this.#bytes.subarray(this.#offset, this.#offset + count), offset);
    this.#offset += count;
    return count;
  }
}
