const bell = 0x07;
const escapeByte = 0x1b;
const backslash = 0x5c;
const mostParameterBytes = 64;
const mostIntermediateBytes = 8;
const mostStringBytes = 512;

/**
 * The index behind an escape sequence, as `plainLine` takes them out of a line. -1 where that can't be told from these bytes: it is broken, longer than usual, or goes on in the
 * next chunk.
 *
 * @param at of the escape itself
 */
export function endOfEscape(bytes: Uint8Array, at: number): number {
  const kind = bytes[at + 1];
  if (kind === undefined) return -1;
  if (kind === 0x5b) return endOfControlSequence(bytes, at + 2);
  if (kind === 0x5d) return endOfString(bytes, at + 2);
  if (kind >= 0x28 && kind <= 0x2b) return isAlphanumeric(bytes[at + 2]) ? at + 3 : -1;
  return kind >= 0x40 && kind <= 0x5f ? at + 2 : at + 1;
}

function endOfControlSequence(bytes: Uint8Array, start: number): number {
  let at = start;
  while (at - start <= mostParameterBytes && isBetween(bytes[at], 0x30, 0x3f)) at += 1;
  if (at - start > mostParameterBytes) return -1;
  const parametersEnd = at;
  while (at - parametersEnd <= mostIntermediateBytes && isBetween(bytes[at], 0x20, 0x2f)) at += 1;
  return at - parametersEnd <= mostIntermediateBytes && isBetween(bytes[at], 0x40, 0x7e) ? at + 1 : -1;
}

function endOfString(bytes: Uint8Array, start: number): number {
  const end = Math.min(bytes.length, start + mostStringBytes);
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at];
    if (byte === bell) return at + 1;
    if (byte === escapeByte) return bytes[at + 1] === backslash ? at + 2 : -1;
    if (byte === 0x0a || byte === 0x0d) return -1;
  }
  return -1;
}

function isBetween(byte: number | undefined, low: number, high: number): boolean {
  return byte !== undefined && byte >= low && byte <= high;
}

function isAlphanumeric(byte: number | undefined): boolean {
  return isBetween(byte, 0x30, 0x39) || isBetween(byte, 0x41, 0x5a) || isBetween(byte, 0x61, 0x7a);
}
