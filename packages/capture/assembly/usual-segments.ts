// AssemblyScript: the syntax of TypeScript, with the integers of the processor. Compiled by `npm run assembly` into src/usual-segments.wasm.ts.

import { ETHERNET } from '../src/layer.ts';
import * as at from '../src/packet-record.ts';
import {
  ETHER_TYPE_IPV4,
  ETHER_TYPE_IPV6,
  ETHER_TYPE_VLAN,
  IP_PROTOCOL_TCP,
  largestUnmergedPacketBytes,
  onlyTimestamps,
} from '../src/protocol-numbers.ts';
import {
  OPTION_MSS,
  OPTION_SACK,
  OPTION_SACK_PERMITTED,
  OPTION_TIMESTAMPS,
  OPTION_WINDOW_SCALE,
  RST,
} from '../src/segment-bits.ts';
import {
  NOTHING,
  OPTIONS,
  PAYLOAD,
  TOLD_ASKED,
  TOLD_END,
  TOLD_FROM,
  TOLD_NEXT,
  TOLD_SECONDS,
  TOLD_TO,
} from '../src/usual-segments-words.ts';

/** The shortest usual frame: Ethernet, IPv4 and TCP without options. */
const leastBytes: i32 = 14 + 20 + 20;
/** Of a header without options: version 4, five words. */
const versionAndLength: i32 = 0x45;
const dontFragmentOff: i32 = 1 << at.dontFragmentShift;
const dontFragmentOn: i32 = 2 << at.dontFragmentShift;
const ipv4Family: i32 = 4 << at.familyShift;
const ipv6Family: i32 = 6 << at.familyShift;

// Where everything lies in the memory.
let input: usize = 0;
let flight: usize = 0;
let rare: usize = 0;
let mayBeRead: usize = 0;
let offsets: usize = 0;
let capturedBytes: usize = 0;
let frameNumbers: usize = 0;
let interfaceIds: usize = 0;
let firstLayers: usize = 0;
let instants: usize = 0;

/** What the caller reads afterwards: TOLD_*. */
let told: usize = 0;

/** Says where everything lies: the input, the records of the ring, the table of first bytes, the columns of the table of frames, and room for what is told. */
export function place(
  inputAt: usize,
  flightAt: usize,
  rareAt: usize,
  mayBeReadAt: usize,
  offsetsAt: usize,
  capturedBytesAt: usize,
  frameNumbersAt: usize,
  interfaceIdsAt: usize,
  firstLayersAt: usize,
  instantsAt: usize,
  toldAt: usize,
): void {
  input = inputAt;
  flight = flightAt;
  rare = rareAt;
  mayBeRead = mayBeReadAt;
  offsets = offsetsAt;
  capturedBytes = capturedBytesAt;
  frameNumbers = frameNumbersAt;
  interfaceIds = interfaceIdsAt;
  firstLayers = firstLayersAt;
  instants = instantsAt;
  told = toldAt;
}

/** What is told of the next frame: bits OPTIONS and PAYLOAD, and what they say. */
let answered: i32 = 0;
let noted: i32 = 0;
let toldOptions: i32 = 0;
let toldMss: i32 = 0;
let toldWindowScale: i32 = 0;
let toldTimestampValue: i32 = 0;
let toldTimestampEcho: i32 = 0;

/** Takes what was asked about the next frame. */
export function answer(
  what: i32,
  flagsOfPayload: i32,
  options: i32,
  mss: i32,
  windowScale: i32,
  timestampValue: i32,
  timestampEcho: i32,
): void {
  answered = what;
  noted = flagsOfPayload;
  toldOptions = options;
  toldMss = mss;
  toldWindowScale = windowScale;
  toldTimestampValue = timestampValue;
  toldTimestampEcho = timestampEcho;
}

/**
 * Writes the segments of usual frames into the ring, from frame `first` of the table on, up to the first that is not usual or of which something is asked.
 *
 * @param firstPosition of the first packet that is written
 * @returns index of the frame at which it stopped, or `count`
 */
export function writeUsualSegments(first: i32, count: i32, firstPosition: i32): i32 {
  let position = firstPosition;
  let index = first;
  store<i32>(told, NOTHING, TOLD_ASKED << 2);
  for (; index < count; index += 1) {
    const column = (<usize>index) << 2;
    const frameStart = input + load<u32>(offsets + column);
    if (
      load<i32>(firstLayers + column) !== ETHERNET ||
      !writeSegment(
        frameStart,
        frameStart + load<u32>(capturedBytes + column),
        load<i32>(frameNumbers + column),
        load<i32>(interfaceIds + column),
        load<f64>(instants + (column << 1)),
        position,
      )
    ) {
      break;
    }
    position += 1;
  }
  store<i32>(told, position, TOLD_NEXT << 2);
  return index;
}

/**
 * Writes the segments of usual frames into the ring, from records of a pcap file (draft-ietf-opsawg-pcap) on Ethernet, up to the first record that is not whole, or whose frame is not usual,
 * or of which something is asked.
 *
 * @param start of the first record in the input, and `end` of what is there
 * @param isSwapped whether the numbers of the headers are big-endian
 * @param baseSeconds seconds since 1970 that are instant 0
 * @param firstFrame number of the first frame
 * @param mostRecords where to stop at the latest
 * @returns where the record begins at which it stopped
 */
export function writeUsualRecords(
  start: i32,
  end: i32,
  recordHeaderBytes: i32,
  isSwapped: boolean,
  nsPerTick: f64,
  baseSeconds: f64,
  firstFrame: i32,
  mostRecords: i32,
  interfaceId: i32,
  firstPosition: i32,
): i32 {
  const inputEnd = input + end;
  let record = input + start;
  let left = mostRecords;
  let seconds = <u32>load<i32>(told, TOLD_SECONDS << 2);
  store<i32>(told, NOTHING, TOLD_ASKED << 2);
  for (; left > 0 && record + recordHeaderBytes <= inputEnd; left -= 1) {
    const captured = number32(record + 8, isSwapped);
    const frameStart = record + recordHeaderBytes;
    if (captured > <u32>(inputEnd - frameStart)) break;
    const recordSeconds = number32(record, isSwapped);
    const instantNs = (<f64>recordSeconds - baseSeconds) * 1e9 + <f64>number32(record + 4, isSwapped) * nsPerTick;
    const read = mostRecords - left;
    if (
      !writeSegment(frameStart, frameStart + captured, firstFrame + read, interfaceId, instantNs, firstPosition + read)
    ) {
      break;
    }
    seconds = recordSeconds;
    record = frameStart + captured;
  }
  store<i32>(told, firstPosition + mostRecords - left, TOLD_NEXT << 2);
  store<i32>(told, <i32>seconds, TOLD_SECONDS << 2);
  return <i32>(record - input);
}

function number32(address: usize, isSwapped: boolean): u32 {
  const number = load<u32>(address);
  return isSwapped ? bswap<u32>(number) : number;
}

/**
 * Writes the segment of one frame into the ring, if it is a usual one and nothing has to be asked.
 *
 * @param end of what was captured of it
 */
function writeSegment(
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
  answered = NOTHING;
  return true;
}

function ask(what: i32, from: usize, to: usize, end: usize): boolean {
  store<i32>(told, what, TOLD_ASKED << 2);
  store<i32>(told, <i32>(from - input), TOLD_FROM << 2);
  store<i32>(told, <i32>(to - input), TOLD_TO << 2);
  store<i32>(told, <i32>(end - input), TOLD_END << 2);
  return false;
}

/** Reads a list of the options that nearly all hosts send, as transport/tcp.ts does, as if it had been told. Returns false when others are in it, or damage. */
function readOptions(from: usize, to: usize, end: usize): boolean {
  if (to > end) return false;
  toldOptions = 0;
  toldMss = 0;
  toldWindowScale = 0;
  toldTimestampValue = 0;
  toldTimestampEcho = 0;
  let option = from;
  while (option < to) {
    const kind = <i32>load<u8>(option);
    if (kind === 0) return true;
    if (kind === 1) {
      option += 1;
      continue;
    }
    const length = <i32>load<u8>(option + 1);
    if (option + 1 === to || option + length > to || length !== lengthOf(kind, length)) return false;
    if (kind === 2) {
      toldOptions |= OPTION_MSS;
      toldMss = big16(option + 2);
    } else if (kind === 3) {
      toldOptions |= OPTION_WINDOW_SCALE;
      toldWindowScale = min(<i32>load<u8>(option + 2), 14);
    } else if (kind === 4) {
      toldOptions |= OPTION_SACK_PERMITTED;
    } else if (kind === 5) {
      toldOptions |= OPTION_SACK;
    } else {
      toldOptions |= OPTION_TIMESTAMPS;
      toldTimestampValue = big32(option + 2);
      toldTimestampEcho = big32(option + 6);
    }
    option += length;
  }
  return true;
}

/** The length that an option has to have; -1, which none has, for those that are not read here. */
function lengthOf(kind: i32, length: i32): i32 {
  switch (kind) {
    case 2:
      return 4;
    case 3:
      return 3;
    case 4:
      return 2;
    case 5:
      return length >= 10 ? length : -1;
    case 8:
      return 10;
    default:
      return -1;
  }
}

function big16(address: usize): i32 {
  return <i32>bswap<u16>(load<u16>(address));
}

function big32(address: usize): i32 {
  return <i32>bswap<u32>(load<u32>(address));
}
