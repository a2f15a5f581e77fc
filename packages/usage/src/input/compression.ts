/** How the bytes of an input are packed, told by their first ones and not by its name. */
export type Compression = 'gzip' | 'zstd';

const magics: readonly (readonly [Compression, readonly number[]])[] = [
  ['gzip', [0x1f, 0x8b]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
];

export function compressionOf(first: Uint8Array): Compression | undefined {
  return magics.find(([, magic]) => magic.every((byte, index) => first[index] === byte))?.[0];
}
