// AssemblyScript: see usual-segments.ts.

/** A number of a file that is in the order of the host that wrote it. */
export function number32(address: usize, isSwapped: boolean): u32 {
  const number = load<u32>(address);
  return isSwapped ? bswap<u32>(number) : number;
}

export function big16(address: usize): i32 {
  return <i32>bswap<u16>(load<u16>(address));
}

export function big32(address: usize): i32 {
  return <i32>bswap<u32>(load<u32>(address));
}
