import { foldedByte } from './folded-byte.ts';

/** As if it were not there. */
export const skippedClass = 0;
export const lineEndClass = 1;
export const escapeClass = 2;
/** A character in none of the marks. */
export const foreignClass = 3;
const firstCharacterClass = 4;

const newline = 0x0a;
const escapeByte = 0x1b;

/** Bytes that are alike to all marks are of one class: it keeps the tables small. */
export interface ByteClasses {
  readonly classOf: Uint8Array;
  readonly count: number;
}

export function byteClasses(marks: readonly string[]): ByteClasses {
  const characters = new Map<number, number>([[newline, lineEndClass]]);
  for (const byte of marks.flatMap((mark) => [...Buffer.from(mark)])) {
    const folded = foldedByte(byte);
    if (folded !== undefined && !characters.has(folded)) {
      characters.set(folded, firstCharacterClass + characters.size - 1);
    }
  }
  const classOf = Uint8Array.from({ length: 256 }, (_, byte) => {
    if (byte === escapeByte) return escapeClass;
    const folded = foldedByte(byte);
    return folded === undefined ? skippedClass : (characters.get(folded) ?? foreignClass);
  });
  return { classOf, count: firstCharacterClass + characters.size - 1 };
}

/** A mark as the classes of its bytes. */
export function classesOf(mark: string, { classOf }: ByteClasses): number[] {
  return [...Buffer.from(mark)].map((byte) => classOf[byte] as number).filter((code) => code !== skippedClass);
}
