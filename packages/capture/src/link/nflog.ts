import { CUT, IPV4, IPV6, UNDECODED } from '../layer.ts';
import type { Packet } from '../packet.ts';

const attributePayload = 9; // NFULA_PAYLOAD, linux/netfilter/nfnetlink_log.h

/** Netfilter log (LINKTYPE_NFLOG): address family, then attributes in the writer's byte order; the payload is one of them. */
export function decodeNflog(packet: Packet): number {
  const { bytes, view, end } = packet;
  let { offset } = packet;
  if (offset + 4 > end) return CUT;
  const family = bytes[offset];
  offset += 4;
  while (offset + 4 <= end) {
    // Attribute types are small: the byte order is the one that makes this one small, but for the flags in its two upper bits (NLA_F_NESTED).
    const littleEndian = (bytes[offset + 3] & 0x3f) === 0;
    const length = view.getUint16(offset, littleEndian);
    const type = view.getUint16(offset + 2, littleEndian) & 0x3fff;
    if (length < 4) return UNDECODED;
    if (type === attributePayload) {
      packet.offset = offset + 4;
      packet.wireEnd = offset + length;
      packet.end = Math.min(end, offset + length);
      if (family === 2) return IPV4;
      if (family === 10) return IPV6;
      return UNDECODED;
    }
    offset += (length + 3) & ~3;
  }
  return CUT;
}
