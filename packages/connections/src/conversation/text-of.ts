import * as at from './layout.ts';

/** The text of an end, with a dot for every byte that is no printable ASCII: it comes from the network. */
export function textOf(words: Int32Array, own: number): string {
  const bytes = new Uint8Array(words.buffer, words.byteOffset + (own + at.TEXT) * 4, words[own + at.TEXT_BYTES]);
  return Array.from(bytes, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
}
