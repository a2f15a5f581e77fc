import { CUT, MALFORMED, SEGMENT } from '../layer.ts';
import type { Packet } from '../packet.ts';
import { onlyTimestamps } from '../protocol-numbers.ts';
import {
  HEADER_PAST_PACKET,
  HEADER_TOO_SHORT,
  OPTION_FAST_OPEN,
  OPTION_MD5,
  OPTION_MPTCP,
  OPTION_MPTCP_FASTCLOSE,
  OPTION_MSS,
  OPTION_SACK,
  OPTION_SACK_PERMITTED,
  OPTION_TIMESTAMPS,
  OPTION_WINDOW_SCALE,
  OPTIONS_INCOMPLETE,
  type Segment,
} from '../segment.ts';

/** Subtype of the multipath option, in the upper four bits of its third byte (RFC 8684 section 8.1). */
const mptcpFastclose = 7;

/** Of a header that contradicts itself, Wireshark 4 still reads this much, up to the window, and numbers a stream by it. So does the tracker. */
const numberedBytes = 16;

/** TCP (RFC 9293 section 3.1). Cut by the snap length, it is still read as long as ports, numbers and flags are there (14 bytes). */
export function decodeTcp(packet: Packet): number {
  const { view, offset, end, segment } = packet;
  if (offset + numberedBytes > packet.wireEnd) {
    packet.malformed = `the IP packet ends ${packet.wireEnd - offset} bytes into the TCP header`;
    return MALFORMED;
  }
  if (offset + 14 > end) return CUT;
  const offsetAndFlags = view.getUint16(offset + 12);
  const headerBytes = (offsetAndFlags >> 12) << 2;
  const payloadOffset = offset + headerBytes;
  segment.sourcePort = view.getUint16(offset);
  segment.destinationPort = view.getUint16(offset + 2);
  segment.sequence = view.getInt32(offset + 4);
  segment.acknowledgment = view.getInt32(offset + 8);
  segment.flags = offsetAndFlags & 0x1ff;
  segment.window = offset + 16 <= end ? view.getUint16(offset + 14) : 0;
  segment.payloadBytes = packet.wireEnd - payloadOffset;
  segment.payloadOffset = payloadOffset;
  segment.capturedPayloadBytes = end > payloadOffset ? end - payloadOffset : 0;
  segment.options = 0;
  segment.mss = 0;
  segment.windowScale = 0;
  segment.timestampValue = 0;
  segment.timestampEcho = 0;
  segment.sackLeft = 0;
  segment.sackRight = 0;
  segment.malformed = 0;
  if (headerBytes < 20 || payloadOffset > packet.wireEnd) {
    packet.malformed = describeDamage(packet, headerBytes);
    segment.malformed = headerBytes < 20 ? HEADER_TOO_SHORT : HEADER_PAST_PACKET;
    segment.payloadBytes = 0;
    segment.capturedPayloadBytes = 0;
    return SEGMENT;
  }
  if (headerBytes === 32 && offset + 32 <= end && view.getInt32(offset + 20) === onlyTimestamps) {
    segment.options = OPTION_TIMESTAMPS;
    segment.timestampValue = view.getInt32(offset + 24);
    segment.timestampEcho = view.getInt32(offset + 28);
  } else if (headerBytes > 20) {
    readOptions(segment, packet.bytes, view, offset + 20, payloadOffset, end);
  }
  packet.offset = payloadOffset;
  return SEGMENT;
}

function describeDamage({ wireEnd, offset }: Packet, headerBytes: number): string {
  if (headerBytes < 20) return `TCP header length ${headerBytes} is below 20`;
  if (offset + 20 > wireEnd) return `the IP packet ends ${wireEnd - offset} bytes into the TCP header`;
  return `TCP header length ${headerBytes} goes past the IP packet's end`;
}

/**
 * Options of the IANA list "tcp-parameters" that the tracking uses; others are stepped over by their length.
 *
 * @param segment takes them; its fields for options are 0 before
 * @param end of what was captured
 */
export function readOptions(
  segment: Segment,
  bytes: Uint8Array,
  view: DataView,
  start: number,
  headerEnd: number,
  end: number,
): void {
  const limit = Math.min(headerEnd, end);
  let offset = start;
  while (offset < limit) {
    const kind = bytes[offset];
    if (kind === 0) return;
    if (kind === 1) {
      offset += 1;
      continue;
    }
    const length = offset + 1 < limit ? bytes[offset + 1] : 0;
    if (length < 2 || offset + length > limit) break;
    readOption(segment, bytes, view, offset, kind, length);
    offset += length;
  }
  if (offset < headerEnd) segment.options |= OPTIONS_INCOMPLETE;
}

function readOption(
  segment: Segment,
  bytes: Uint8Array,
  view: DataView,
  offset: number,
  kind: number,
  length: number,
): void {
  switch (kind) {
    case 2: // RFC 9293 section 3.2
      if (length !== 4) return;
      segment.options |= OPTION_MSS;
      segment.mss = view.getUint16(offset + 2);
      return;
    case 3: // RFC 7323 section 2.2: a shift above 14 is used as 14
      if (length !== 3) return;
      segment.options |= OPTION_WINDOW_SCALE;
      segment.windowScale = Math.min(bytes[offset + 2], 14);
      return;
    case 4: // RFC 2018 section 2
      segment.options |= OPTION_SACK_PERMITTED;
      return;
    case 5: // RFC 2018 section 3
      if (length < 10) return;
      segment.options |= OPTION_SACK;
      segment.sackLeft = view.getInt32(offset + 2);
      segment.sackRight = view.getInt32(offset + 6);
      return;
    case 8: // RFC 7323 section 3.2
      if (length !== 10) return;
      segment.options |= OPTION_TIMESTAMPS;
      segment.timestampValue = view.getInt32(offset + 2);
      segment.timestampEcho = view.getInt32(offset + 6);
      return;
    case 19: // RFC 2385
    case 29: // TCP-AO, RFC 5925: the same meaning for us
      segment.options |= OPTION_MD5;
      return;
    case 30: // RFC 8684 section 3
      segment.options |= OPTION_MPTCP;
      if (length >= 3 && bytes[offset + 2] >> 4 === mptcpFastclose) segment.options |= OPTION_MPTCP_FASTCLOSE;
      return;
    case 34: // RFC 7413 section 4.1.1
      segment.options |= OPTION_FAST_OPEN;
      return;
    case 254: // experimental (RFC 6994): fast open's old number is 0xf989
      if (length >= 4 && view.getUint16(offset + 2) === 0xf989) segment.options |= OPTION_FAST_OPEN;
      return;
    default:
      return;
  }
}
