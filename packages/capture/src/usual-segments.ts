import type { FrameTable } from './frame-table.ts';
import { ETHERNET } from './layer.ts';
import { ETHER_TYPE_IPV4, ETHER_TYPE_IPV6, ETHER_TYPE_VLAN } from './link/ether-type.ts';
import { IP_PROTOCOL_TCP } from './network/ip-protocol.ts';
import { largestUnmergedPacketBytes } from './network/ipv4.ts';
import * as at from './packet-record.ts';
import { flightOffset, keptOffset, type PacketRing, rareOffset } from './packet-ring.ts';
import { mayBeRead } from './payload/read-payload.ts';
import { OPTION_MSS, OPTION_TIMESTAMPS, OPTION_WINDOW_SCALE, RST, type Segment } from './segment.ts';
import { onlyTimestamps, readOptions } from './transport/tcp.ts';
import { hashPrefix, hashTuple } from './tuple-hash.ts';

/** The shortest usual frame: Ethernet, IPv4 and TCP without options. */
const leastBytes = 14 + 20 + 20;
/** Of a header without options: version 4, five words. */
const versionAndLength = 0x45;
const dontFragmentOff = 1 << at.dontFragmentShift;
const dontFragmentOn = 2 << at.dontFragmentShift;
const ipv4Family = 4 << at.familyShift;
const ipv6Family = 6 << at.familyShift;
/** Positions that a usual segment may take: with a note and its text. */
export const mostUsualPositions = 3;

/**
 * Writes the segments of usual frames into the ring, one after the other, up to the first frame that is none: Ethernet with one VLAN tag at most, IPv4 without options or fragments or IPv6
 * without extension headers, TCP that is no RST. Nearly every frame is one. What it writes is what the decoders and `PacketRing.segment` would.
 *
 * It is one loop because most of a frame's cost was to come here and to look up again what is the same for all.
 *
 * @param bytes where the frames lie, of which `view` is the view
 * @param first index of the frame to begin with
 * @param scratch for options
 * @returns index of the first frame that is not usual, or `frames.count`
 */
export function writeUsualSegments(
  ring: PacketRing,
  bytes: Uint8Array,
  view: DataView,
  frames: FrameTable,
  first: number,
  scratch: Segment,
): number {
  const { flight, flightTimes, kept, keptTimes, rare } = ring;
  const { seed } = ring.memory;
  const { count } = frames;
  let next = ring.next;
  let index = first;
  for (; index < count; index += 1) {
    const offset = frames.offset[index];
    const end = offset + frames.capturedBytes[index];
    if (end - offset < leastBytes || frames.firstLayer[index] !== ETHERNET) break;
    let ip = offset + 14;
    let etherType = view.getUint16(ip - 2);
    if (etherType === ETHER_TYPE_VLAN) {
      ip += 4;
      etherType = view.getUint16(ip - 2);
    }
    let tcp = ip + 20;
    let packetEnd = ip;
    let familyAndDf = 0;
    let ttl = 0;
    let ipId = -1;
    let source = 0;
    let destination = 0;
    let sourcePrefix = 0;
    let destinationPrefix = 0;
    if (etherType === ETHER_TYPE_IPV4) {
      if (tcp + 20 > end) break;
      const totalLength = view.getUint16(ip + 2);
      const fragmentField = view.getUint16(ip + 6);
      if (
        bytes[ip] !== versionAndLength ||
        bytes[ip + 9] !== IP_PROTOCOL_TCP ||
        (fragmentField & 0x3fff) !== 0 ||
        totalLength > largestUnmergedPacketBytes
      ) {
        break;
      }
      packetEnd = ip + totalLength;
      familyAndDf = ipv4Family | ((fragmentField & 0x4000) === 0 ? dontFragmentOff : dontFragmentOn);
      ttl = bytes[ip + 8];
      ipId = view.getUint16(ip + 4);
      source = view.getInt32(ip + 12);
      destination = view.getInt32(ip + 16);
    } else if (etherType === ETHER_TYPE_IPV6) {
      tcp = ip + 40;
      if (tcp + 20 > end) break;
      const payloadLength = view.getUint16(ip + 4);
      if (
        bytes[ip] >> 4 !== 6 ||
        bytes[ip + 6] !== IP_PROTOCOL_TCP ||
        payloadLength === 0 ||
        payloadLength > largestUnmergedPacketBytes
      ) {
        break;
      }
      packetEnd = tcp + payloadLength;
      familyAndDf = ipv6Family | dontFragmentOn;
      ttl = bytes[ip + 7];
      source = view.getInt32(ip + 20);
      destination = view.getInt32(ip + 36);
      sourcePrefix = hashPrefix(seed, view.getInt32(ip + 8), view.getInt32(ip + 12), view.getInt32(ip + 16));
      destinationPrefix = hashPrefix(seed, view.getInt32(ip + 24), view.getInt32(ip + 28), view.getInt32(ip + 32));
    } else {
      break;
    }

    const offsetAndFlags = view.getUint16(tcp + 12);
    const headerBytes = (offsetAndFlags >> 12) << 2;
    const payload = tcp + headerBytes;
    if ((offsetAndFlags & RST) !== 0 || headerBytes < 20 || payload > packetEnd) break;
    let options = 0;
    let timestampValue = 0;
    let timestampEcho = 0;
    if (headerBytes === 32 && tcp + 32 <= end && view.getInt32(tcp + 20) === onlyTimestamps) {
      options = OPTION_TIMESTAMPS;
      timestampValue = view.getInt32(tcp + 24);
      timestampEcho = view.getInt32(tcp + 28);
    } else if (headerBytes > 20) {
      readOptionsAlone(scratch, bytes, view, tcp + 20, payload, Math.min(end, packetEnd));
      ({ options, timestampValue, timestampEcho } = scratch);
    }
    const capturedPayloadBytes = Math.min(end, packetEnd) - payload;
    let noted = 0;
    if (capturedPayloadBytes > 0 && mayBeRead[bytes[payload]] === 1) {
      ring.next = next;
      noted = ring.notePayload(bytes, payload, capturedPayloadBytes);
      next = ring.next;
    }

    const frame = frames.frame[index];
    const instantNs = frames.instantNs[index];
    const flags = (offsetAndFlags & at.tcpFlagBits) | noted | familyAndDf;
    const sourcePort = view.getUint16(tcp);
    const destinationPort = view.getUint16(tcp + 2);
    const sequence = view.getInt32(tcp + 4);
    const acknowledgment = view.getInt32(tcp + 8);
    const window = view.getUint16(tcp + 14);
    const payloadBytes = packetEnd - payload;
    const to = flightOffset(next);
    flight[to + at.FLIGHT_HASH] = hashTuple(
      seed,
      source,
      sourcePrefix,
      sourcePort,
      destination,
      destinationPrefix,
      destinationPort,
    );
    flight[to + at.FLIGHT_FLAGS] = flags;
    flight[to + at.FLIGHT_SOURCE_PORT] = sourcePort;
    flight[to + at.FLIGHT_DESTINATION_PORT] = destinationPort;
    flight[to + at.FLIGHT_SOURCE_3] = source;
    flight[to + at.FLIGHT_DESTINATION_3] = destination;
    flight[to + at.FLIGHT_FRAME] = frame;
    flight[to + at.FLIGHT_SEQUENCE] = sequence;
    flight[to + at.FLIGHT_ACKNOWLEDGMENT] = acknowledgment;
    flight[to + at.FLIGHT_PAYLOAD_BYTES] = payloadBytes;
    flightTimes[(to + at.FLIGHT_INSTANT) >> 1] = instantNs;
    flight[to + at.FLIGHT_WINDOW_AND_TTL] = window | ((ttl + 1) << 16);
    flight[to + at.FLIGHT_IP_ID] = ipId + 1;
    flight[to + at.FLIGHT_OPTIONS] = options;
    flight[to + at.FLIGHT_TIMESTAMP_VALUE] = timestampValue;
    const keep = keptOffset(next);
    kept[keep + at.RECORD_FRAME] = frame;
    kept[keep + at.RECORD_FLAGS] = flags;
    kept[keep + at.RECORD_SEQUENCE] = sequence;
    kept[keep + at.RECORD_ACKNOWLEDGMENT] = acknowledgment;
    kept[keep + at.RECORD_PAYLOAD_BYTES] = payloadBytes;
    kept[keep + at.RECORD_WINDOW] = window;
    kept[keep + at.RECORD_TTL] = ttl;
    kept[keep + at.RECORD_IP_ID] = ipId;
    kept[keep + at.RECORD_OPTIONS] = options;
    kept[keep + at.RECORD_TIMESTAMP_VALUE] = timestampValue;
    keptTimes[(keep + at.RECORD_INSTANT) >> 1] = instantNs;
    kept[keep + at.RECORD_TIMESTAMP_ECHO] = timestampEcho;
    kept[keep + at.RECORD_INTERFACE] = frames.interfaceId[index];
    kept[keep + at.RECORD_LINK_SOURCE] = view.getInt32(offset + 8);
    const seldom = rareOffset(next);
    if ((options & (OPTION_MSS | OPTION_WINDOW_SCALE)) !== 0) {
      rare[seldom + at.RARE_MSS] = scratch.mss;
      rare[seldom + at.RARE_WINDOW_SCALE] = scratch.windowScale;
    }
    if (etherType === ETHER_TYPE_IPV6) {
      rare[seldom + at.RARE_SOURCE_0] = view.getInt32(ip + 8);
      rare[seldom + at.RARE_SOURCE_0 + 1] = view.getInt32(ip + 12);
      rare[seldom + at.RARE_SOURCE_0 + 2] = view.getInt32(ip + 16);
      rare[seldom + at.RARE_DESTINATION_0] = view.getInt32(ip + 24);
      rare[seldom + at.RARE_DESTINATION_0 + 1] = view.getInt32(ip + 28);
      rare[seldom + at.RARE_DESTINATION_0 + 2] = view.getInt32(ip + 32);
    }
    next = (next + 1) | 0;
  }
  ring.next = next;
  return index;
}

function readOptionsAlone(
  scratch: Segment,
  bytes: Uint8Array,
  view: DataView,
  start: number,
  headerEnd: number,
  end: number,
): void {
  scratch.options = 0;
  scratch.mss = 0;
  scratch.windowScale = 0;
  scratch.timestampValue = 0;
  scratch.timestampEcho = 0;
  readOptions(scratch, bytes, view, start, headerEnd, end);
}
