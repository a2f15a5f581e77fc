/** One option of a block: its code, and where its value lies. */
export interface Option {
  readonly code: number;
  readonly start: number;
  readonly length: number;
}

/** The options between two offsets, up to opt_endofopt or to one that does not fit (section 3.5). */
export function* optionsOf(view: DataView, start: number, end: number, littleEndian: boolean): Generator<Option> {
  let offset = start;
  while (offset + 4 <= end) {
    const code = view.getUint16(offset, littleEndian);
    const length = view.getUint16(offset + 2, littleEndian);
    if (code === 0 || offset + 4 + length > end) return;
    yield { code, start: offset + 4, length };
    offset += 4 + ((length + 3) & ~3);
  }
}

/** The value of an option that is a text; zeros at its end are no part of it. */
export function textOf(bytes: Uint8Array, { start, length }: Option): string {
  return new TextDecoder().decode(bytes.subarray(start, start + length)).replace(/\0+$/, '');
}
