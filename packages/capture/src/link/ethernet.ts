import { BY_ETHER_TYPE, CUT, LLC } from '../layer.ts';
import type { Packet } from '../packet.ts';

/** Ethernet II or IEEE 802.3 (a "type" of at most 1500 is a length, LLC follows). */
export function decodeEthernet(packet: Packet): number {
  const { offset, view } = packet;
  if (offset + 14 > packet.end) return CUT;
  packet.segment.linkSourceHigh = view.getInt32(offset + 6);
  packet.segment.linkSourceLow = view.getUint16(offset + 10);
  packet.protocol = view.getUint16(offset + 12);
  packet.offset = offset + 14;
  return packet.protocol <= 1500 ? LLC : BY_ETHER_TYPE;
}
