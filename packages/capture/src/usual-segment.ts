import { ETHER_TYPE_IPV4 } from './link/ether-type.ts';
import { IP_PROTOCOL_TCP } from './network/ip-protocol.ts';
import { largestUnmergedPacketBytes } from './network/ipv4.ts';
import * as at from './packet-record.ts';
import { flightOffset, keptOffset, type PacketRing } from './packet-ring.ts';
import { mayBeRead } from './payload/read-payload.ts';
import { OPTION_TIMESTAMPS, RST, SYN } from './segment.ts';
import { onlyTimestamps } from './transport/tcp.ts';
import { hashTuple } from './tuple-hash.ts';

// Where the headers of a usual frame begin, and the shortest that they are.
const ipv4 = 14;
const tcp = ipv4 + 20;
const leastBytes = tcp + 20;
/** Ethernet's type, and the first byte of an IPv4 header without options. */
const usualBeginning = (ETHER_TYPE_IPV4 << 8) | 0x45;
const ipv4Family = 4 << at.familyShift;

/**
 * Writes the segment of a usual frame into the ring, in one step: Ethernet, IPv4 without options or fragments, TCP with no options or timestamps alone, neither SYN nor RST. Nearly every
 * frame is one. What it writes is what the decoders and `PacketRing.segment` would; for all others it does nothing, and they decode.
 *
 * Its instant is taken from `ring.instantNs`, for a double that is handed over is allocated.
 *
 * @param offset where the frame lies in `bytes`, of which `view` is the view
 * @param capturedBytes how much of it is there
 * @returns whether it was one
 */
export function writeUsualSegment(
  ring: PacketRing,
  bytes: Uint8Array,
  view: DataView,
  offset: number,
  capturedBytes: number,
  frame: number,
  interfaceId: number,
): boolean {
  if (capturedBytes < leastBytes || view.getInt32(offset + ipv4 - 2) >>> 8 !== usualBeginning) return false;
  const totalLength = view.getUint16(offset + ipv4 + 2);
  const fragmentField = view.getUint16(offset + ipv4 + 6);
  const protocol = bytes[offset + ipv4 + 9];
  const offsetAndFlags = view.getUint16(offset + tcp + 12);
  const headerBytes = (offsetAndFlags >> 12) << 2;
  const payloadBytes = totalLength - 20 - headerBytes;
  if (
    protocol !== IP_PROTOCOL_TCP ||
    (fragmentField & 0x3fff) !== 0 ||
    (offsetAndFlags & (SYN | RST)) !== 0 ||
    totalLength > largestUnmergedPacketBytes ||
    payloadBytes < 0
  ) {
    return false;
  }
  let options = 0;
  let timestampValue = 0;
  let timestampEcho = 0;
  if (headerBytes === 32 && capturedBytes >= tcp + 32 && view.getInt32(offset + tcp + 20) === onlyTimestamps) {
    options = OPTION_TIMESTAMPS;
    timestampValue = view.getInt32(offset + tcp + 24);
    timestampEcho = view.getInt32(offset + tcp + 28);
  } else if (headerBytes !== 20) {
    return false;
  }
  const payload = offset + tcp + headerBytes;
  const captured = Math.min(offset + capturedBytes, offset + ipv4 + totalLength) - payload;
  const noted = captured > 0 && mayBeRead[bytes[payload]] === 1 ? ring.notePayload(bytes, payload, captured) : 0;

  const { flight, kept, next } = ring;
  const source = view.getInt32(offset + ipv4 + 12);
  const destination = view.getInt32(offset + ipv4 + 16);
  const sourcePort = view.getUint16(offset + tcp);
  const destinationPort = view.getUint16(offset + tcp + 2);
  const sequence = view.getInt32(offset + tcp + 4);
  const acknowledgment = view.getInt32(offset + tcp + 8);
  const window = view.getUint16(offset + tcp + 14);
  const ttl = bytes[offset + ipv4 + 8];
  const ipId = view.getUint16(offset + ipv4 + 4);
  const flags =
    (offsetAndFlags & at.tcpFlagBits) |
    noted |
    ((((fragmentField >> 14) & 1) + 1) << at.dontFragmentShift) |
    ipv4Family;
  const to = flightOffset(next);
  flight[to + at.FLIGHT_HASH] = hashTuple(ring.memory.seed, source, 0, sourcePort, destination, 0, destinationPort);
  flight[to + at.FLIGHT_FLAGS] = flags;
  flight[to + at.FLIGHT_SOURCE_PORT] = sourcePort;
  flight[to + at.FLIGHT_DESTINATION_PORT] = destinationPort;
  flight[to + at.FLIGHT_SOURCE_3] = source;
  flight[to + at.FLIGHT_DESTINATION_3] = destination;
  flight[to + at.FLIGHT_FRAME] = frame;
  flight[to + at.FLIGHT_SEQUENCE] = sequence;
  flight[to + at.FLIGHT_ACKNOWLEDGMENT] = acknowledgment;
  flight[to + at.FLIGHT_PAYLOAD_BYTES] = payloadBytes;
  ring.flightTimes[(to + at.FLIGHT_INSTANT) >> 1] = ring.instantNs;
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
  ring.keptTimes[(keep + at.RECORD_INSTANT) >> 1] = ring.instantNs;
  kept[keep + at.RECORD_TIMESTAMP_ECHO] = timestampEcho;
  kept[keep + at.RECORD_INTERFACE] = interfaceId;
  kept[keep + at.RECORD_LINK_SOURCE] = view.getInt32(offset + 8);
  ring.next = (next + 1) | 0;
  return true;
}
