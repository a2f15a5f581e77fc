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
