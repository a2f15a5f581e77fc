import { CUT, IPV4, IPV6, UNDECODED } from '../layer.ts';
import type { Packet } from '../packet.ts';

/**
 * BSD loopback (LINKTYPE_NULL in the writer's byte order, LINKTYPE_LOOP in network order): an address family of four bytes.
 * AF_INET is 2 everywhere; AF_INET6 is 10 (Linux), 23 (Windows), 24 (NetBSD, OpenBSD), 28 (FreeBSD) or 30 (macOS).
 */
export function decodeBsdNull(packet: Packet): number {
  const { offset, view } = packet;
  if (offset + 4 > packet.end) return CUT;
  let family = view.getUint32(offset);
  if (family > 0xffff) family = view.getUint32(offset, true);
  packet.offset = offset + 4;
  switch (family) {
    case 2:
      return IPV4;
    case 10:
    case 23:
    case 24:
    case 28:
    case 30:
      return IPV6;
    default:
      return UNDECODED;
  }
}
