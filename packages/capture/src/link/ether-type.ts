import { BY_ETHER_TYPE, CUT, ETHERNET, IEEE_802_11, IPV4, IPV6, LLC, MPLS, PPP, PPPOE, UNDECODED } from '../layer.ts';
import type { Packet } from '../packet.ts';
import { ETHER_TYPE_IPV4, ETHER_TYPE_IPV6, ETHER_TYPE_VLAN } from '../protocol-numbers.ts';

/** Chooses the next layer by EtherType (IANA "ieee-802-numbers"); VLAN tags of every kind are stepped over here. */
export function decodeByEtherType(packet: Packet): number {
  switch (packet.protocol) {
    case ETHER_TYPE_IPV4:
      return IPV4;
    case ETHER_TYPE_IPV6:
      return IPV6;
    case ETHER_TYPE_VLAN:
    case 0x88a8: // IEEE 802.1ad (QinQ)
    case 0x9100: // QinQ before the standard
    case 0x9200:
      return stepOverVlanTag(packet);
    case 0x8847: // MPLS unicast
    case 0x8848: // MPLS multicast
      return MPLS;
    case 0x8864:
      return PPPOE;
    case 0x880b:
      return PPP;
    case 0x6558: // transparent Ethernet bridging
      return ETHERNET;
    default:
      // Aruba controllers tunnel 802.11 frames in GRE under 0x8200 plus the client's queue.
      return packet.protocol >= 0x8200 && packet.protocol <= 0x82ff ? IEEE_802_11 : UNDECODED;
  }
}

function stepOverVlanTag(packet: Packet): number {
  const { offset } = packet;
  if (offset + 4 > packet.end) return CUT;
  packet.protocol = packet.view.getUint16(offset + 2);
  packet.offset = offset + 4;
  return packet.protocol <= 1500 ? LLC : BY_ETHER_TYPE;
}

/** MPLS label stack (RFC 3032): what lies under the bottom label is told by its first nibble (RFC 4928 section 3). */
export function decodeMpls(packet: Packet): number {
  let { offset } = packet;
  for (;;) {
    if (offset + 5 > packet.end) return CUT;
    const bottom = packet.bytes[offset + 2] & 1;
    offset += 4;
    if (bottom === 1) break;
  }
  packet.offset = offset;
  const nibble = packet.bytes[offset] >> 4;
  if (nibble === 4) return IPV4;
  if (nibble === 6) return IPV6;
  if (nibble === 0 && offset + 18 <= packet.end) {
    packet.offset = offset + 4; // pseudowire control word (RFC 4385), Ethernet behind it
    return ETHERNET;
  }
  return ETHERNET;
}

/** PPPoE session (RFC 2516 section 4): six bytes, then a PPP protocol number. */
export function decodePppoe(packet: Packet): number {
  const { offset } = packet;
  if (offset + 8 > packet.end) return CUT;
  if (packet.bytes[offset] !== 0x11 || packet.bytes[offset + 1] !== 0) return UNDECODED;
  packet.offset = offset + 6;
  return PPP;
}
