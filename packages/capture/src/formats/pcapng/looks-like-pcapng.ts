/** Whether these first bytes are a pcapng file's: a section header block with a byte-order magic of either order. */
export function looksLikePcapng(bytes: Uint8Array, length: number): boolean {
  if (length < 4 || bytes[0] !== 0x0a || bytes[1] !== 0x0d || bytes[2] !== 0x0d || bytes[3] !== 0x0a) return false;
  if (length < 12) return true;
  const magic = (bytes[8] << 24) | (bytes[9] << 16) | (bytes[10] << 8) | bytes[11];
  return magic === 0x1a2b3c4d || magic === 0x4d3c2b1a;
}
