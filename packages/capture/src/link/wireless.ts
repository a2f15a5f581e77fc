import { BY_LINK_TYPE, CUT, IEEE_802_11, LLC, UNDECODED } from '../layer.ts';
import type { Packet } from '../packet.ts';

/** Radiotap (LINKTYPE_IEEE802_11_RADIOTAP): a little-endian length to step over. */
export function decodeRadiotap(packet: Packet): number {
  const { offset } = packet;
  if (offset + 4 > packet.end) return CUT;
  const length = packet.view.getUint16(offset + 2, true);
  if (length < 8) return UNDECODED;
  packet.offset = offset + length;
  return IEEE_802_11;
}

/**
 * IEEE 802.11 data frames, unencrypted. An aggregate (A-MSDU, bit 7 of QoS control) holds several packets: the first is decoded at once, the
 * others are put on `packet.pending`.
 */
export function decodeIeee80211(packet: Packet): number {
  const { bytes, offset, end } = packet;
  if (offset + 24 > end) return CUT;
  const frameControl = bytes[offset];
  const flags = bytes[offset + 1];
  if ((frameControl & 0x0c) !== 0x08) return UNDECODED; // type 2: data
  if ((frameControl & 0x40) !== 0) return UNDECODED; // no data
  if ((flags & 0x40) !== 0) return UNDECODED; // protected
  let next = offset + 24;
  if ((flags & 0x03) === 0x03) next += 6; // fourth address
  let aggregated = false;
  if ((frameControl & 0x80) !== 0) {
    if (next + 2 > end) return CUT;
    aggregated = (bytes[next] & 0x80) !== 0;
    next += 2;
    if ((flags & 0x80) !== 0) next += 4; // HT control
  }
  packet.offset = next;
  return aggregated ? splitAggregate(packet) : LLC;
}

/** A-MSDU subframes: destination, source, big-endian length, payload, padding to four bytes (IEEE 802.11-2016 section 9.3.2.2.2). */
function splitAggregate(packet: Packet): number {
  const { view, end } = packet;
  let { offset } = packet;
  let first = -1;
  while (offset + 14 <= end) {
    const length = view.getUint16(offset + 12);
    const start = offset + 14;
    if (length === 0) break;
    if (first < 0) {
      first = start;
      packet.end = Math.min(start + length, end);
      packet.wireEnd = start + length;
    } else {
      packet.pending.push(start, Math.min(start + length, end));
    }
    offset = start + ((14 + length + 3) & ~3) - 14;
  }
  if (first < 0) return CUT;
  packet.pendingTunnels = packet.segment.tunnels;
  packet.offset = first;
  return LLC;
}

/** Per-Packet Information (LINKTYPE_PPI): its own length and the link type of what follows, little-endian. */
export function decodePpi(packet: Packet): number {
  const { offset, view } = packet;
  if (offset + 8 > packet.end) return CUT;
  const length = view.getUint16(offset + 2, true);
  if (length < 8) return UNDECODED;
  packet.protocol = view.getUint32(offset + 4, true);
  packet.offset = offset + length;
  return BY_LINK_TYPE;
}
