export const LINE_FEED = 0x0a;
export const CARRIAGE_RETURN = 0x0d;
export const SPACE = 0x20;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const QUESTION_MARK = 0x3f;

export function isUpperCase(byte: number): boolean {
  return byte >= 0x41 && byte <= 0x5a;
}

export function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

/** The codes of an ASCII text. */
export function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

/** Whether `words` stand at `offset`, all of them before `end`. */
export function hasAt(bytes: Uint8Array, offset: number, end: number, words: Uint8Array): boolean {
  if (offset + words.length > end) return false;
  for (let index = 0; index < words.length; index += 1) if (bytes[offset + index] !== words[index]) return false;
  return true;
}

/** The same, for words in lower case and whatever case the bytes have. */
export function hasInAnyCase(bytes: Uint8Array, offset: number, end: number, words: Uint8Array): boolean {
  if (offset + words.length > end) return false;
  for (let index = 0; index < words.length; index += 1) {
    const byte = bytes[offset + index];
    if ((isUpperCase(byte) ? byte | 0x20 : byte) !== words[index]) return false;
  }
  return true;
}

/** Whether the words stand anywhere between two offsets. */
export function contains(bytes: Uint8Array, from: number, end: number, words: Uint8Array): boolean {
  for (let offset = from; offset + words.length <= end; offset += 1) if (hasAt(bytes, offset, end, words)) return true;
  return false;
}
