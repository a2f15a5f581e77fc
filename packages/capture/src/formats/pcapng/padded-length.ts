/** Up to the next multiple of 4, for unsigned numbers of 32 bits: `& ~3` alone would make a negative number of the larger half. */
export function paddedLength(length: number): number {
  return length + (-length & 3);
}
