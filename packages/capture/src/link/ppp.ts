import { BY_PPP_PROTOCOL, CUT, IPV4, IPV6, MPLS, UNDECODED } from '../layer.ts';
import type { Packet } from '../packet.ts';

/**
 * PPP (RFC 1661), with or without HDLC-like framing's address and control bytes (RFC 1662), the protocol field perhaps compressed to
 * one byte (section 6.5: an odd first byte is the whole field).
 */
export function decodePpp(packet: Packet): number {
  let { offset } = packet;
  const { bytes, end } = packet;
  if (offset + 2 > end) return CUT;
  if (bytes[offset] === 0xff && bytes[offset + 1] === 0x03) offset += 2;
  if (offset + 2 > end) return CUT;
  const first = bytes[offset];
  if ((first & 1) === 1) {
    packet.protocol = first;
    packet.offset = offset + 1;
  } else {
    packet.protocol = (first << 8) | bytes[offset + 1];
    packet.offset = offset + 2;
  }
  return BY_PPP_PROTOCOL;
}

/** Chooses by PPP protocol number (IANA "ppp-numbers"). */
export function decodeByPppProtocol(packet: Packet): number {
  switch (packet.protocol) {
    case 0x0021:
      return IPV4;
    case 0x0057:
      return IPV6;
    case 0x0281: // MPLS unicast (RFC 3032 section 4.3)
      return MPLS;
    default:
      return UNDECODED;
  }
}
