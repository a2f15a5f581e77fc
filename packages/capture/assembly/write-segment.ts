// AssemblyScript: see usual-segments.ts.

import * as at from '../src/packet-record.ts';
import {
  ETHER_TYPE_IPV4,
  ETHER_TYPE_IPV6,
  ETHER_TYPE_VLAN,
  IP_PROTOCOL_TCP,
  largestUnmergedPacketBytes,
  onlyTimestamps,
} from '../src/protocol-numbers.ts';
import { OPTION_MSS, OPTION_TIMESTAMPS, OPTION_WINDOW_SCALE, RST } from '../src/segment-bits.ts';
import { OPTIONS, PAYLOAD } from '../src/usual-segments-words.ts';
import {
  answered,
  ask,
  forgetAnswers,
  noted,
  readOptions,
  toldMss,
  toldOptions,
  toldTimestampEcho,
  toldTimestampValue,
  toldWindowScale,
} from './answers.ts';
import { big16, big32 } from './numbers.ts';
import { flight, mayBeRead, rare } from './places.ts';

/** The shortest usual frame: Ethernet, IPv4 and TCP without options. */
const leastBytes: i32 = 14 + 20 + 20;
/** Of a header without options: version 4, five words. */
const versionAndLength: i32 = 0x45;
const dontFragmentOff: i32 = 1 << at.dontFragmentShift;
const dontFragmentOn: i32 = 2 << at.dontFragmentShift;
const ipv4Family: i32 = 4 << at.familyShift;
const ipv6Family: i32 = 6 << at.familyShift;

/**
 * Writes the segment of one frame into the ring, if it is a usual one and nothing has to be asked.
 *
 * @param end of what was captured of it
 */
export function writeSegment(
  frameStart: usize,
  end: usize,
  frame: i32,
  interfaceId: i32,
  instantNs: f64,
  position: i32,
): boolean {
  if (end < frameStart + leastBytes) return false;
  let ip = frameStart + 14;
  let etherType = big16(ip - 2);
  if (etherType === ETHER_TYPE_VLAN) {
    ip += 4;
    etherType = big16(ip - 2);
  }
  let tcp = ip + 20;
  let packetEnd = ip;
  let familyAndDf = 0;
  let ttl = 0;
  let ipId = -1;
  let source = 0;
  let destination = 0;
  if (etherType === ETHER_TYPE_IPV4) {
    if (tcp + 20 > end) return false;
    const totalLength = big16(ip + 2);
    const fragmentField = big16(ip + 6);
    if (
      load<u8>(ip) !== versionAndLength ||
      load<u8>(ip + 9) !== IP_PROTOCOL_TCP ||
      (fragmentField & 0x3fff) !== 0 ||
      totalLength > largestUnmergedPacketBytes
    ) {
      return false;
    }
    packetEnd = ip + totalLength;
    familyAndDf = ipv4Family | ((fragmentField & 0x4000) === 0 ? dontFragmentOff : dontFragmentOn);
    ttl = load<u8>(ip + 8);
    ipId = big16(ip + 4);
    source = big32(ip + 12);
    destination = big32(ip + 16);
  } else if (etherType === ETHER_TYPE_IPV6) {
    tcp = ip + 40;
    if (tcp + 20 > end) return false;
    const payloadLength = big16(ip + 4);
    if (
      load<u8>(ip) >> 4 !== 6 ||
      load<u8>(ip + 6) !== IP_PROTOCOL_TCP ||
      payloadLength === 0 ||
      payloadLength > largestUnmergedPacketBytes
    ) {
      return false;
    }
    packetEnd = tcp + payloadLength;
    familyAndDf = ipv6Family | dontFragmentOn;
    ttl = load<u8>(ip + 7);
    source = big32(ip + 20);
    destination = big32(ip + 36);
  } else {
    return false;
  }

  const offsetAndFlags = big16(tcp + 12);
  const headerBytes = (offsetAndFlags >> 12) << 2;
  const payload = tcp + headerBytes;
  if ((offsetAndFlags & RST) !== 0 || headerBytes < 20 || payload > packetEnd) return false;
  const capturedEnd = min(end, packetEnd);
  let options = 0;
  let mss = 0;
  let windowScale = 0;
  let timestampValue = 0;
  let timestampEcho = 0;
  if (headerBytes === 32 && tcp + 32 <= end && big32(tcp + 20) === onlyTimestamps) {
    options = OPTION_TIMESTAMPS;
    timestampValue = big32(tcp + 24);
    timestampEcho = big32(tcp + 28);
  } else if (headerBytes > 20) {
    if ((answered & OPTIONS) === 0 && !readOptions(tcp + 20, payload, capturedEnd)) {
      return ask(OPTIONS, tcp + 20, payload, capturedEnd);
    }
    options = toldOptions;
    mss = toldMss;
    windowScale = toldWindowScale;
    timestampValue = toldTimestampValue;
    timestampEcho = toldTimestampEcho;
  }
  let flags = (offsetAndFlags & at.tcpFlagBits) | familyAndDf;
  if (payload < capturedEnd && load<u8>(mayBeRead + load<u8>(payload)) === 1) {
    if ((answered & PAYLOAD) === 0) return ask(PAYLOAD, payload, capturedEnd, capturedEnd);
    flags |= noted;
  }

  const to = flight + <usize>(position & (at.mostInFlight - 1)) * at.bytesPerRecord;
  store<i32>(to, flags | ((ttl + 1) << at.ttlShift), at.FLIGHT_FLAGS << 2);
  store<i32>(to, big16(tcp), at.FLIGHT_SOURCE_PORT << 2);
  store<i32>(to, big16(tcp + 2), at.FLIGHT_DESTINATION_PORT << 2);
  store<i32>(to, source, at.FLIGHT_SOURCE_3 << 2);
  store<i32>(to, destination, at.FLIGHT_DESTINATION_3 << 2);
  store<i32>(to, frame, at.FLIGHT_FRAME << 2);
  store<i32>(to, big32(tcp + 4), at.FLIGHT_SEQUENCE << 2);
  store<i32>(to, big32(tcp + 8), at.FLIGHT_ACKNOWLEDGMENT << 2);
  store<i32>(to, <i32>(packetEnd - payload), at.FLIGHT_PAYLOAD_BYTES << 2);
  store<i32>(to, big16(tcp + 14) | (min(interfaceId, at.lastInterface) << 16), at.FLIGHT_WINDOW_AND_INTERFACE << 2);
  store<f64>(to, instantNs, at.FLIGHT_INSTANT << 2);
  store<i32>(to, options | ((ipId + 1) << at.ipIdShift), at.FLIGHT_OPTIONS_AND_IP_ID << 2);
  store<i32>(to, timestampValue, at.FLIGHT_TIMESTAMP_VALUE << 2);
  store<i32>(to, timestampEcho, at.FLIGHT_TIMESTAMP_ECHO << 2);
  store<i32>(to, big32(frameStart + 8), at.FLIGHT_LINK_SOURCE << 2);
  const seldom = rare + <usize>(position & (at.mostInFlight - 1)) * (at.rareWords << 2);
  if ((options & (OPTION_MSS | OPTION_WINDOW_SCALE)) !== 0) {
    store<i32>(seldom, mss, at.RARE_MSS << 2);
    store<i32>(seldom, windowScale, at.RARE_WINDOW_SCALE << 2);
  }
  if (etherType === ETHER_TYPE_IPV6) {
    store<i32>(seldom, big32(ip + 8), at.RARE_SOURCE_0 << 2);
    store<i32>(seldom, big32(ip + 12), (at.RARE_SOURCE_0 + 1) << 2);
    store<i32>(seldom, big32(ip + 16), (at.RARE_SOURCE_0 + 2) << 2);
    store<i32>(seldom, big32(ip + 24), at.RARE_DESTINATION_0 << 2);
    store<i32>(seldom, big32(ip + 28), (at.RARE_DESTINATION_0 + 1) << 2);
    store<i32>(seldom, big32(ip + 32), (at.RARE_DESTINATION_0 + 2) << 2);
  }
  forgetAnswers();
  return true;
}
