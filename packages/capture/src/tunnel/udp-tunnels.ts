import { BY_ETHER_TYPE, CUT, ETHERNET, IP, IPV6, UNDECODED } from '../layer.ts';
import type { Packet } from '../packet.ts';

/** VXLAN (RFC 7348 section 5): eight bytes with the I flag, then Ethernet. With the P bit of VXLAN-GPE a next protocol tells. */
export function decodeVxlan(packet: Packet): number {
  const { bytes, offset } = packet;
  if (offset + 8 > packet.end) return CUT;
  const flags = bytes[offset];
  if ((flags & 0x08) === 0) return UNDECODED;
  packet.offset = offset + 8;
  packet.segment.tunnels += 1;
  if ((flags & 0x04) === 0) return ETHERNET;
  switch (bytes[offset + 3]) {
    case 1:
    case 2:
      return IP;
    case 3:
      return ETHERNET;
    default:
      return UNDECODED;
  }
}

/** GENEVE (RFC 8926 section 3.4): version 0, options in 4-byte words, then an EtherType's payload. */
export function decodeGeneve(packet: Packet): number {
  const { bytes, offset } = packet;
  if (offset + 8 > packet.end) return CUT;
  if (bytes[offset] >> 6 !== 0) return UNDECODED;
  packet.protocol = packet.view.getUint16(offset + 2);
  packet.offset = offset + 8 + (bytes[offset] & 0x3f) * 4;
  packet.segment.tunnels += 1;
  return BY_ETHER_TYPE;
}

/** Teredo (RFC 4380 section 5.1.1): perhaps an authentication and an origin indication, then IPv6. */
export function decodeTeredo(packet: Packet): number {
  const { bytes, view, end } = packet;
  let { offset } = packet;
  if (offset + 2 <= end && view.getUint16(offset) === 0x0001) {
    if (offset + 4 > end) return CUT;
    offset += 4 + bytes[offset + 2] + bytes[offset + 3] + 9; // client id, authentication value, nonce and confirmation
  }
  if (offset + 8 <= end && view.getUint16(offset) === 0x0000) offset += 8;
  if (offset >= end) return CUT;
  if (bytes[offset] >> 4 !== 6) return UNDECODED;
  packet.offset = offset;
  packet.segment.tunnels += 1;
  return IPV6;
}

/** GTP-U version 1 (3GPP TS 29.281 section 5): message 255 carries a user's IP packet; extension headers are chained by their last byte. */
export function decodeGtpU(packet: Packet): number {
  const { bytes, end } = packet;
  let { offset } = packet;
  if (offset + 8 > end) return CUT;
  const flags = bytes[offset];
  if (flags >> 5 !== 1 || (flags & 0x10) === 0 || bytes[offset + 1] !== 255) return UNDECODED;
  offset += 8;
  if ((flags & 0x07) !== 0) {
    if (offset + 4 > end) return CUT;
    let nextType = bytes[offset + 3];
    offset += 4;
    while (nextType !== 0) {
      const length = offset < end ? bytes[offset] * 4 : 0;
      if (length === 0 || offset + length > end) return CUT;
      nextType = bytes[offset + length - 1];
      offset += length;
    }
  }
  packet.offset = offset;
  packet.segment.tunnels += 1;
  return IP;
}
