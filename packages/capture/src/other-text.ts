import type { Compression } from './source/compression.ts';

/** Reads a text that is no capture, for whoever has a use for it. */
export interface TextReader {
  /** The next bytes, in pieces of any size; valid during the call only. */
  read(bytes: Uint8Array): void;
  /** The text has ended. */
  end(): void;
}

/** Called when an input turns out to be a text that is no capture, with its beginning. */
export type OpenText = (beginning: string) => Promise<TextReader>;

/** An input turned out to be a text that is no capture; its reader has it all. */
export interface OtherTextReading {
  readonly kind: 'other-text';
  readonly compression: Compression | undefined;
  /** Its first bytes in a few words, for whoever finds nothing in it. */
  readonly looksLike: string;
}
