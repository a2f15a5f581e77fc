import { BY_IP_PROTOCOL, CUT, ICMP_ERROR, UNDECODED } from '../layer.ts';
import type { Packet } from '../packet.ts';
import { IP_PROTOCOL_TCP } from '../protocol-numbers.ts';
import { stepOverExtensionHeaders } from './ipv6.ts';

/** ICMP errors (RFC 792, RFC 1191) that quote a TCP segment: destination unreachable, source quench, time exceeded, parameter problem. */
export function decodeIcmp(packet: Packet): number {
  const { bytes, view, offset, end, icmpError } = packet;
  if (offset + 8 > end) return CUT;
  const type = bytes[offset];
  if (type !== 3 && type !== 4 && type !== 11 && type !== 12) return UNDECODED;
  startError(packet, 4, type);
  icmpError.mtuBytes = type === 3 && bytes[offset + 1] === 4 ? view.getUint16(offset + 6) : 0;
  return quoteIpv4(packet, offset + 8);
}

/** ICMPv6 errors (RFC 4443): destination unreachable, packet too big, time exceeded, parameter problem. */
export function decodeIcmpv6(packet: Packet): number {
  const { bytes, view, offset, end, icmpError } = packet;
  if (offset + 8 > end) return CUT;
  const type = bytes[offset];
  if (type < 1 || type > 4) return UNDECODED;
  startError(packet, 6, type);
  icmpError.mtuBytes = type === 2 ? view.getUint32(offset + 4) | 0 : 0;
  return quoteIpv6(packet, offset + 8);
}

function startError(packet: Packet, family: number, type: number): void {
  const { icmpError, segment } = packet;
  icmpError.family = family;
  icmpError.type = type;
  icmpError.code = packet.bytes[packet.offset + 1];
  icmpError.ttl = segment.ttl;
  icmpError.source0 = segment.source0;
  icmpError.source1 = segment.source1;
  icmpError.source2 = segment.source2;
  icmpError.source3 = segment.source3;
}

function quoteIpv4(packet: Packet, offset: number): number {
  const { bytes, view, end, icmpError } = packet;
  if (offset + 20 > end) return CUT;
  if (bytes[offset] >> 4 !== 4 || bytes[offset + 9] !== IP_PROTOCOL_TCP) return UNDECODED;
  if ((view.getUint16(offset + 6) & 0x1fff) !== 0) return UNDECODED;
  icmpError.quotedSource0 = 0;
  icmpError.quotedSource1 = 0;
  icmpError.quotedSource2 = 0;
  icmpError.quotedSource3 = view.getInt32(offset + 12);
  icmpError.quotedDestination0 = 0;
  icmpError.quotedDestination1 = 0;
  icmpError.quotedDestination2 = 0;
  icmpError.quotedDestination3 = view.getInt32(offset + 16);
  return quoteTcp(packet, offset + ((bytes[offset] & 15) << 2));
}

function quoteIpv6(packet: Packet, offset: number): number {
  const { bytes, view, end, icmpError } = packet;
  if (offset + 40 > end) return CUT;
  if (bytes[offset] >> 4 !== 6) return UNDECODED;
  icmpError.quotedSource0 = view.getInt32(offset + 8);
  icmpError.quotedSource1 = view.getInt32(offset + 12);
  icmpError.quotedSource2 = view.getInt32(offset + 16);
  icmpError.quotedSource3 = view.getInt32(offset + 20);
  icmpError.quotedDestination0 = view.getInt32(offset + 24);
  icmpError.quotedDestination1 = view.getInt32(offset + 28);
  icmpError.quotedDestination2 = view.getInt32(offset + 32);
  icmpError.quotedDestination3 = view.getInt32(offset + 36);
  packet.protocol = bytes[offset + 6];
  packet.offset = offset + 40;
  const next = stepOverExtensionHeaders(packet);
  if (next !== BY_IP_PROTOCOL) return next === CUT ? CUT : UNDECODED;
  return packet.protocol === IP_PROTOCOL_TCP ? quoteTcp(packet, packet.offset) : UNDECODED;
}

/** RFC 792 promises the first eight bytes of the segment: ports and sequence number. */
function quoteTcp(packet: Packet, offset: number): number {
  const { view, icmpError } = packet;
  if (offset + 8 > packet.end) return CUT;
  icmpError.quotedSourcePort = view.getUint16(offset);
  icmpError.quotedDestinationPort = view.getUint16(offset + 2);
  icmpError.quotedSequence = view.getInt32(offset + 4);
  return ICMP_ERROR;
}
