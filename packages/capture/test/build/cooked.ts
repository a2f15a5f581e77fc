import { type Bytes, join, u16, u32 } from './bytes.ts';
import { linkSource } from './ethernet.ts';

const arphrdEther = 1;

/** Linux cooked capture v1 (LINKTYPE_LINUX_SLL, 113). */
export function linuxSll(protocol: number, payload: Bytes, hardwareType = arphrdEther): Uint8Array {
  return join(u16(4), u16(hardwareType), u16(6), linkSource, [0, 0], u16(protocol), payload);
}

/** Linux cooked capture v2 (LINKTYPE_LINUX_SLL2, 276). */
export function linuxSll2(
  protocol: number,
  payload: Bytes,
  interfaceIndex = 3,
  hardwareType = arphrdEther,
): Uint8Array {
  return join(u16(protocol), u16(0), u32(interfaceIndex), u16(hardwareType), [4, 6], linkSource, [0, 0], payload);
}
