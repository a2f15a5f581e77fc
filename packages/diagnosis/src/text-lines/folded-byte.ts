const newline = 0x0a;
const backslash = 0x5c;
const blanks = new Set([...'\t ;|('].map((character) => character.charCodeAt(0)));

/**
 * How a byte is held against marks: capitals as small letters, any digit as 0, a tab and what stands between the commands of a shell
 * (`;`, `|`, `(`) as a blank, a carriage return as a newline. Undefined for what is as if it were not there:
 * control characters, what is not ASCII, and backslashes. Some of them `plainLine` takes out of the middle of words; so a line can look more like a mark than it is, never less.
 */
export function foldedByte(byte: number): number | undefined {
  if (byte === newline || byte === 0x0d) return newline;
  if (blanks.has(byte)) return 0x20;
  if (byte === backslash || byte < 0x20 || byte >= 0x7f) return undefined;
  if (byte >= 0x30 && byte <= 0x39) return 0x30;
  return byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
}
