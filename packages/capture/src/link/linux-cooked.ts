import { BY_ETHER_TYPE, CUT, ETHERNET, LLC, UNDECODED } from '../layer.ts';
import type { Packet } from '../packet.ts';

/** ARPHRD_* values (linux/if_arp.h) whose protocol field is not an EtherType. */
const arphrdNetlink = 824;
const arphrdIpGre = 778;
const arphrdIp6Gre = 823;

/** Linux cooked capture v1 (LINKTYPE_LINUX_SLL): what `-i any` wrote before libpcap 1.10. */
export function decodeLinuxSll(packet: Packet): number {
  const { offset, view } = packet;
  if (offset + 16 > packet.end) return CUT;
  keepSourceAddress(packet, view.getUint16(offset + 4), offset + 6);
  packet.protocol = view.getUint16(offset + 14);
  packet.offset = offset + 16;
  return nextLayer(packet, view.getUint16(offset + 2));
}

/** Linux cooked capture v2 (LINKTYPE_LINUX_SLL2), with the interface index: copies of a forwarded packet can be told apart by it. */
export function decodeLinuxSll2(packet: Packet): number {
  const { offset, view } = packet;
  if (offset + 20 > packet.end) return CUT;
  packet.segment.interfaceId = view.getInt32(offset + 4);
  keepSourceAddress(packet, packet.bytes[offset + 11], offset + 12);
  packet.protocol = view.getUint16(offset);
  packet.offset = offset + 20;
  return nextLayer(packet, view.getUint16(offset + 8));
}

function keepSourceAddress(packet: Packet, length: number, offset: number): void {
  if (length !== 6) return;
  packet.segment.linkSourceHigh = packet.view.getInt32(offset);
  packet.segment.linkSourceLow = packet.view.getUint16(offset + 4);
}

function nextLayer(packet: Packet, hardwareType: number): number {
  if (hardwareType === arphrdNetlink) return UNDECODED;
  if (packet.protocol === 0x0004) return LLC; // LINUX_SLL_P_802_2
  if (packet.protocol === 0x0003) return ETHERNET; // ETH_P_ALL on odd drivers: a whole Ethernet frame follows
  if ((hardwareType === arphrdIpGre || hardwareType === arphrdIp6Gre) && packet.protocol === 0) return UNDECODED;
  return packet.protocol <= 1500 ? UNDECODED : BY_ETHER_TYPE;
}
