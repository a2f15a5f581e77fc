import { byteOrder } from './byte-order.ts';
import { type Bytes, join, padded, zeros } from './bytes.ts';

/** Netfilter log (LINKTYPE_NFLOG, 239): address family, version, resource id, then attributes in the writer's byte order. */
export function nflog(family: number, payload: Bytes, bigEndian = false, before: readonly Bytes[] = []): Uint8Array {
  const header = nflogAttribute(1, zeros(4), bigEndian); // NFULA_PACKET_HDR
  const prefix = nflogAttribute(10, [0x66, 0x69, 0x76, 0x65, 0x00], bigEndian); // NFULA_PREFIX
  return join([family, 0, 0, 7], header, prefix, ...before, nflogAttribute(9, payload, bigEndian));
}

/** One attribute, padded to four bytes as netlink does. */
export function nflogAttribute(type: number, value: Bytes, bigEndian = false): Uint8Array {
  const order = byteOrder(bigEndian);
  return padded(join(order.u16(4 + value.length), order.u16(type), value), 4);
}
