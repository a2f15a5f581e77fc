import { endOfEscape } from './end-of-escape.ts';

const newline = 0x0a;
const carriageReturn = 0x0d;
const escapeByte = 0x1b;
/** Behind a time that is not alone, words begin soon. */
const farthestWord = 256;

/** What may stand behind a time on a line of its own: its fraction and zone, the year, and what people underline it with. */
const ofTimes = new Set(
  [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ \t.,:+-=#*]\\'].map((character) => character.charCodeAt(0)),
);

/** Whether nothing that belongs to no time stands before the end of the line. Where these bytes don't tell, it is taken for so. */
export function standsAlone(bytes: Uint8Array, start: number): boolean {
  const end = Math.min(bytes.length, start + farthestWord);
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] as number;
    if (byte === newline || byte === carriageReturn) return true;
    if (byte === escapeByte) {
      const behind = endOfEscape(bytes, at);
      if (behind < 0) return true;
      at = behind - 1;
    } else if (byte > 0x20 && byte < 0x7f && !ofTimes.has(byte)) return false;
  }
  return true;
}
