import type { ByteSource } from './byte-source.ts';

const inputChunkBytes = 64 * 1024;

/** The encoding that a byte order mark tells of; undefined where there is none. PowerShell of Windows writes what it redirects into a file so. */
export function utf16Of(head: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const [first, second] = head;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
}

/** A text in UTF-16 as UTF-8, without its byte order mark. */
export class Utf16Source implements ByteSource {
  readonly #source: ByteSource;
  readonly #decoder: InstanceType<typeof TextDecoder>;
  readonly #encoder = new TextEncoder();
  readonly #buffer = new Uint8Array(inputChunkBytes);
  #rest: Uint8Array;
  #isEnded = false;

  /** @param head bytes already taken from `source` */
  constructor(source: ByteSource, head: Uint8Array, encoding: 'utf-16le' | 'utf-16be') {
    this.#source = source;
    this.#decoder = new TextDecoder(encoding);
    this.#rest = this.#encoder.encode(this.#decoder.decode(head, { stream: true }));
  }

  async read(target: Uint8Array, offset: number, length: number): Promise<number> {
    while (this.#rest.length === 0 && !this.#isEnded) {
      const count = await this.#source.read(this.#buffer, 0, this.#buffer.length);
      this.#isEnded = count === 0;
      const text = this.#decoder.decode(this.#buffer.subarray(0, count), { stream: !this.#isEnded });
      this.#rest = this.#encoder.encode(text);
    }
    const count = Math.min(length, this.#rest.length);
    target.set(this.#rest.subarray(0, count), offset);
    this.#rest = this.#rest.subarray(count);
    return count;
  }
}
