import { u16, u16le, u32, u32le } from './bytes.ts';

/** Writers of numbers in the byte order of one file. */
export interface ByteOrder {
  readonly u16: (value: number) => number[];
  readonly u32: (value: number) => number[];
  readonly u64: (value: bigint) => number[];
}

export function byteOrder(bigEndian: boolean): ByteOrder {
  return bigEndian ? { u16, u32, u64 } : { u16: u16le, u32: u32le, u64: (value) => u64(value).reverse() };
}

function u64(value: bigint): number[] {
  const bits = BigInt.asUintN(64, value);
  return [...u32(Number(bits >> 32n)), ...u32(Number(bits & 0xffff_ffffn))];
}
