import { BY_ETHER_TYPE, CUT, ETHERNET, IPV4, IPV6, LLC, PPP, UNDECODED } from '../layer.ts';
import type { Packet } from '../packet.ts';

/** Cisco HDLC (LINKTYPE_C_HDLC): address, control, EtherType. Address 0xff means PPP in HDLC-like framing instead (RFC 1662). */
export function decodeCiscoHdlc(packet: Packet): number {
  const { offset } = packet;
  if (offset + 4 > packet.end) return CUT;
  if (packet.bytes[offset] === 0xff) return PPP;
  packet.protocol = packet.view.getUint16(offset + 2);
  packet.offset = offset + 4;
  return BY_ETHER_TYPE;
}

/** Frame Relay with the multiprotocol encapsulation of RFC 2427: two to four address bytes, control 0x03, NLPID. */
export function decodeFrameRelay(packet: Packet): number {
  const { bytes, end } = packet;
  let { offset } = packet;
  let addressBytes = 1;
  while (addressBytes <= 4 && offset < end && (bytes[offset] & 1) === 0) {
    offset += 1;
    addressBytes += 1;
  }
  if (addressBytes > 4) return UNDECODED;
  offset += 1;
  if (offset + 4 > end) return CUT;
  if (bytes[offset] !== 0x03) {
    packet.protocol = packet.view.getUint16(offset); // Cisco encapsulation: an EtherType follows the address
    packet.offset = offset + 2;
    return BY_ETHER_TYPE;
  }
  offset += 1;
  if (bytes[offset] === 0) offset += 1; // padding octet
  const nlpid = bytes[offset];
  packet.offset = offset + 1;
  switch (nlpid) {
    case 0xcc:
      return IPV4;
    case 0x8e:
      return IPV6;
    case 0xcf:
      return PPP;
    case 0x80:
      return decodeSnap(packet);
    default:
      return UNDECODED;
  }
}

/** IEEE 802.2 LLC; only SNAP (0xaa 0xaa 0x03) and IP (0x06) carry what we look for. */
export function decodeLlc(packet: Packet): number {
  const { bytes, offset, end } = packet;
  if (offset + 3 > end) return CUT;
  if (bytes[offset] === 0x06 && bytes[offset + 1] === 0x06 && bytes[offset + 2] === 0x03) {
    packet.offset = offset + 3;
    return IPV4;
  }
  if (bytes[offset] !== 0xaa || bytes[offset + 1] !== 0xaa || bytes[offset + 2] !== 0x03) return UNDECODED;
  packet.offset = offset + 3;
  return decodeSnap(packet);
}

/** SNAP (RFC 1042): organisation 0 or 0xf8 (802.1H) with an EtherType; Cisco's and bridged Ethernet (RFC 2427) are told by organisation. */
function decodeSnap(packet: Packet): number {
  const { bytes, offset } = packet;
  if (offset + 5 > packet.end) return CUT;
  const organisation = (bytes[offset] << 16) | (bytes[offset + 1] << 8) | bytes[offset + 2];
  packet.protocol = packet.view.getUint16(offset + 3);
  packet.offset = offset + 5;
  if (organisation === 0 || organisation === 0xf8) return BY_ETHER_TYPE;
  if (organisation === 0x0080c2 && (packet.protocol === 1 || packet.protocol === 7)) return ETHERNET;
  return UNDECODED;
}

/** IP over InfiniBand (RFC 4391 section 6): EtherType and two reserved bytes; LINKTYPE_IPOIB puts a 40-byte pseudo-header before. */
export function decodeIpoib(packet: Packet): number {
  const { offset } = packet;
  if (offset + 44 > packet.end) return CUT;
  packet.protocol = packet.view.getUint16(offset + 40);
  packet.offset = offset + 44;
  return packet.protocol <= 1500 ? LLC : BY_ETHER_TYPE;
}
