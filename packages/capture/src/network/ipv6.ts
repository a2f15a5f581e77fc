import { BY_IP_PROTOCOL, CUT, FRAGMENT_HIDING_TCP, MALFORMED, UNDECODED } from '../layer.ts';
import type { Packet } from '../packet.ts';
import { IP_PROTOCOL_TCP } from '../protocol-numbers.ts';

/** RFC 8200 sets no limit on extension headers; more than this is hostile. */
const mostExtensionHeaders = 16;

/** IPv6 (RFC 8200) with its chain of extension headers. Payload length 0 means a jumbogram or segmentation offload. */
export function decodeIpv6(packet: Packet): number {
  const { bytes, view, offset, end, segment } = packet;
  if (offset + 40 > end) return CUT;
  if (bytes[offset] >> 4 !== 6) {
    packet.malformed = `IP version ${bytes[offset] >> 4} where 6 was announced`;
    return MALFORMED;
  }
  const payloadLength = view.getUint16(offset + 4);
  if (payloadLength === 0) {
    packet.offloaded = true;
  } else {
    if (payloadLength > 9216) packet.offloaded = true;
    packet.wireEnd = offset + 40 + payloadLength;
    if (packet.wireEnd < end) packet.end = packet.wireEnd;
  }
  segment.family = 6;
  segment.source0 = view.getInt32(offset + 8);
  segment.source1 = view.getInt32(offset + 12);
  segment.source2 = view.getInt32(offset + 16);
  segment.source3 = view.getInt32(offset + 20);
  segment.destination0 = view.getInt32(offset + 24);
  segment.destination1 = view.getInt32(offset + 28);
  segment.destination2 = view.getInt32(offset + 32);
  segment.destination3 = view.getInt32(offset + 36);
  segment.ttl = bytes[offset + 7];
  segment.ipId = -1;
  segment.dontFragment = 1;
  packet.firstFragment = false;
  packet.protocol = bytes[offset + 6];
  packet.offset = offset + 40;
  return isExtensionHeader(packet.protocol) ? stepOverExtensionHeaders(packet) : BY_IP_PROTOCOL;
}

function isExtensionHeader(protocol: number): boolean {
  switch (protocol) {
    case 0: // hop-by-hop options
    case 43: // routing
    case 44: // fragment
    case 51: // authentication
    case 60: // destination options
    case 135: // mobility
    case 139: // host identity
    case 140: // shim6
      return true;
    default:
      return false;
  }
}

/** From the header of `packet.protocol` at `packet.offset` to the first that is no extension: then BY_IP_PROTOCOL. */
export function stepOverExtensionHeaders(packet: Packet): number {
  const { bytes, view, end } = packet;
  for (let count = 0; count < mostExtensionHeaders; count += 1) {
    if (!isExtensionHeader(packet.protocol)) return BY_IP_PROTOCOL;
    const { offset } = packet;
    if (offset + 8 > end) return CUT;
    const header = packet.protocol;
    packet.protocol = bytes[offset];
    if (header === 44) {
      const field = view.getUint16(offset + 2);
      packet.offset = offset + 8;
      if ((field & 0xfff8) !== 0) return packet.protocol === IP_PROTOCOL_TCP ? FRAGMENT_HIDING_TCP : UNDECODED;
      if ((field & 1) !== 0) packet.firstFragment = true;
    } else if (header === 51) {
      packet.offset = offset + (bytes[offset + 1] + 2) * 4; // RFC 4302 section 2.2: in 4-byte words, minus 2
    } else {
      packet.offset = offset + (bytes[offset + 1] + 1) * 8;
    }
  }
  packet.malformed = `more than ${mostExtensionHeaders} IPv6 extension headers`;
  return MALFORMED;
}
