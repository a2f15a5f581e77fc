import { type Bytes, u16, u32 } from './bytes.ts';

/** One TCP option each, as bytes; `option(kind, value)` makes any other. */
export function option(kind: number, value: Bytes = []): number[] {
  return [kind, 2 + value.length, ...value];
}

export const endOfList = [0];
export const noOperation = [1];

export function maximumSegmentSize(bytes: number): number[] {
  return option(2, u16(bytes));
}

export function windowScale(shift: number): number[] {
  return option(3, [shift]);
}

export const sackPermitted = option(4);

export function sack(...blocks: readonly (readonly [left: number, right: number])[]): number[] {
  return option(
    5,
    blocks.flatMap(([left, right]) => [...u32(left), ...u32(right)]),
  );
}

export function timestamps(value: number, echo: number): number[] {
  return option(8, [...u32(value), ...u32(echo)]);
}

/** As Linux writes it on every segment after the handshake: two no-operations before, so that the numbers lie on words. */
export function alignedTimestamps(value: number, echo: number): number[] {
  return [...noOperation, ...noOperation, ...timestamps(value, echo)];
}

export const md5 = option(19, new Uint8Array(16));
export const authentication = option(29, new Uint8Array(14));
export const multipath = option(30, [0x00, 0x81, 1, 2, 3, 4, 5, 6, 7, 8]);
export const fastOpen = option(34);
export const experimentalFastOpen = option(254, u16(0xf989));
