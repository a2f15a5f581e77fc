import { BY_ETHER_TYPE, CUT, ERSPAN_II, ERSPAN_III, ETHERNET, PPP, UNDECODED } from '../layer.ts';
import type { Packet } from '../packet.ts';

/** GRE (RFC 2784, key and sequence RFC 2890, source routes RFC 1701) and its version 1 of PPTP (RFC 2637 section 4.1). */
export function decodeGre(packet: Packet): number {
  const { view, end } = packet;
  let { offset } = packet;
  if (offset + 4 > end) return CUT;
  const flags = view.getUint16(offset);
  const version = flags & 7;
  const hasSequence = (flags & 0x1000) !== 0;
  packet.protocol = view.getUint16(offset + 2);
  offset += 4;
  if ((flags & 0xc000) !== 0) offset += 4; // checksum and offset are both there when either bit is set
  if ((flags & 0x2000) !== 0) offset += 4;
  if (hasSequence) offset += 4;
  packet.segment.tunnels += 1;
  if (version === 1) {
    if ((flags & 0x0080) !== 0) offset += 4; // acknowledgment number
    packet.offset = offset;
    return packet.protocol === 0x880b ? PPP : UNDECODED;
  }
  if (version !== 0) return UNDECODED;
  if ((flags & 0x4000) !== 0) {
    for (;;) {
      if (offset + 4 > end) return CUT;
      const length = packet.bytes[offset + 3];
      const family = view.getUint16(offset);
      offset += 4 + length;
      if (family === 0 && length === 0) break;
    }
  }
  packet.offset = offset;
  if (packet.protocol === 0x88be) return hasSequence ? ERSPAN_II : ETHERNET; // type I has neither sequence nor header of its own
  if (packet.protocol === 0x22eb) return ERSPAN_III;
  return BY_ETHER_TYPE;
}

/** ERSPAN type II (draft-foschiano-erspan-03 section 4.2): eight bytes. */
export function decodeErspanII(packet: Packet): number {
  if (packet.offset + 8 > packet.end) return CUT;
  packet.offset += 8;
  return ETHERNET;
}

/** ERSPAN type III (draft-foschiano-erspan-03 section 4.3): twelve bytes, eight more with the O bit; frame type 0 is Ethernet. */
export function decodeErspanIII(packet: Packet): number {
  const { offset, view } = packet;
  if (offset + 12 > packet.end) return CUT;
  const last = view.getUint16(offset + 10);
  const frameType = (last >> 10) & 0x1f;
  packet.offset = offset + 12 + ((last & 1) === 1 ? 8 : 0);
  return frameType === 0 ? ETHERNET : UNDECODED;
}
