import type { TextReader } from '../other-text.ts';
import type { FormatReader } from './format.ts';

/** Hands a text that is no capture on, byte for byte. */
export class OtherTextFormat implements FormatReader {
  readonly kind = 'other-text';
  readonly baseInstantNs = 0n;
  readonly clock = 'none';
  readonly frames = 0;
  readonly #reader: TextReader;

  constructor(reader: TextReader) {
    this.#reader = reader;
  }

  read(bytes: Uint8Array, start: number, end: number): number {
    this.#reader.read(bytes.subarray(start, end));
    return end;
  }

  end(): void {
    this.#reader.end();
  }
}
