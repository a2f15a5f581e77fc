import { BY_IP_PROTOCOL, CUT, FRAGMENT_HIDING_TCP, IPV4, IPV6, MALFORMED, UNDECODED } from '../layer.ts';
import type { Packet } from '../packet.ts';
import { IP_PROTOCOL_TCP, largestUnmergedPacketBytes } from '../protocol-numbers.ts';

/** IPv4 or IPv6, told by the version. */
export function decodeIp(packet: Packet): number {
  if (packet.offset >= packet.end) return CUT;
  const version = packet.bytes[packet.offset] >> 4;
  if (version === 4) return IPV4;
  if (version === 6) return IPV6;
  return UNDECODED;
}

/** IPv4 (RFC 791), options stepped over. Total length 0 means that the sender's interface was to segment it: the frame's length counts. */
export function decodeIpv4(packet: Packet): number {
  const { bytes, view, offset, end, segment } = packet;
  if (offset + 20 > end) return offset < end && bytes[offset] >> 4 !== 4 ? wrongVersion(packet) : CUT;
  const versionAndLength = bytes[offset];
  if (versionAndLength >> 4 !== 4) return wrongVersion(packet);
  const headerBytes = (versionAndLength & 15) << 2;
  if (headerBytes < 20) {
    packet.malformed = `IPv4 header length ${headerBytes} is below 20`;
    return MALFORMED;
  }
  const totalLength = view.getUint16(offset + 2);
  const fragmentField = view.getUint16(offset + 6);
  if (totalLength === 0) {
    packet.offloaded = true;
  } else {
    if (totalLength < headerBytes) {
      packet.malformed = `IPv4 total length ${totalLength} is below the header's ${headerBytes}`;
      return MALFORMED;
    }
    // A length beyond the frame is damage, not a larger packet.
    if (totalLength > largestUnmergedPacketBytes && offset + totalLength <= packet.wireEnd) packet.offloaded = true;
    const ipEnd = offset + totalLength;
    packet.wireEnd = ipEnd;
    if (ipEnd < end) packet.end = ipEnd; // Ethernet padding, trailers
  }
  segment.family = 4;
  segment.source0 = 0;
  segment.source1 = 0;
  segment.source2 = 0;
  segment.source3 = view.getInt32(offset + 12);
  segment.destination0 = 0;
  segment.destination1 = 0;
  segment.destination2 = 0;
  segment.destination3 = view.getInt32(offset + 16);
  segment.ttl = bytes[offset + 8];
  segment.ipId = view.getUint16(offset + 4);
  segment.dontFragment = (fragmentField >> 14) & 1;
  const protocol = bytes[offset + 9];
  packet.firstFragment = false;
  if ((fragmentField & 0x3fff) !== 0) {
    if ((fragmentField & 0x1fff) !== 0) return protocol === IP_PROTOCOL_TCP ? FRAGMENT_HIDING_TCP : UNDECODED;
    packet.firstFragment = true;
  }
  packet.protocol = protocol;
  packet.offset = offset + headerBytes;
  return BY_IP_PROTOCOL;
}

function wrongVersion(packet: Packet): number {
  packet.malformed = `IP version ${packet.bytes[packet.offset] >> 4} where 4 was announced`;
  return MALFORMED;
}
