import type { ByteSource } from '@fivewhys/capture';

/** Reads bytes that come in pieces, such as those of a readable stream. */
export class IterableSource implements ByteSource {
  readonly #pieces: AsyncIterator<Uint8Array> | Iterator<Uint8Array>;
  #piece: Uint8Array = new Uint8Array(0);

  constructor(pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>) {
    this.#pieces = Symbol.asyncIterator in pieces ? pieces[Symbol.asyncIterator]() : pieces[Symbol.iterator]();
  }

  /** Tells whoever gives the pieces that no more is wanted, so that a stream is not left open. */
  close(): void {
    void Promise.resolve(this.#pieces.return?.()).catch(() => undefined);
  }

  async read(target: Uint8Array, offset: number, length: number): Promise<number> {
    while (this.#piece.length === 0) {
      const next = await this.#pieces.next();
      if (next.done === true) return 0;
      this.#piece = next.value;
    }
    const taken = this.#piece.subarray(0, length);
    target.set(taken, offset);
    this.#piece = this.#piece.subarray(taken.length);
    return taken.length;
  }
}
