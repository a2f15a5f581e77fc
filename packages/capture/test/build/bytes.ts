export type Bytes = Uint8Array | readonly number[];

/** Puts parts one behind the other. */
export function join(...parts: readonly Bytes[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

export function u16(value: number): number[] {
  return [(value >>> 8) & 255, value & 255];
}

export function u32(value: number): number[] {
  return [(value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
}

export function u16le(value: number): number[] {
  return u16(value).reverse();
}

export function u32le(value: number): number[] {
  return u32(value).reverse();
}

export function zeros(count: number): Uint8Array {
  return new Uint8Array(count);
}

/** `'0a0d'` and `'0a 0d'` alike. */
export function hex(text: string): Uint8Array {
  return Uint8Array.from(text.match(/[0-9a-f]{2}/gi) ?? [], (pair) => Number.parseInt(pair, 16));
}

export function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

/** Zeros behind `part` up to a multiple of `unit` bytes. */
export function padded(part: Bytes, unit: number): Uint8Array {
  return join(part, zeros((unit - (part.length % unit)) % unit));
}
