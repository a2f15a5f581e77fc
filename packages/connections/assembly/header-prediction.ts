// AssemblyScript: the syntax of TypeScript, with the integers of the processor. Compiled by `npm run assembly` into src/header-prediction.wasm.ts.

import * as packet from '../../capture/src/packet-record.ts';
import {
  ACK,
  FIN,
  OPTION_MSS,
  OPTION_SACK_PERMITTED,
  OPTION_TIMESTAMPS,
  OPTION_WINDOW_SCALE,
  RST,
  SYN,
} from '../../capture/src/segment-bits.ts';
import { STOPPED_DIRECTION, STOPPED_HASH, STOPPED_SLOT, STOPPED_WARMED } from '../src/header-prediction-words.ts';
import {
  HISTORY_ACK,
  HISTORY_DATA,
  HISTORY_FIN,
  HISTORY_SYN_ACK,
  LETTER_ACK,
  LETTER_DATA,
  LETTER_FIN,
  LETTER_SYN_ACK,
} from '../src/history-letters.ts';
import * as at from '../src/layout.ts';

const foreseenFlags: i32 =
  ACK | SYN | RST | (3 << packet.malformedShift) | (1 << packet.numbersUnknownShift) | packet.SEGMENT_NOTED;
/** From SEGMENT_TLS_DATA to HALF_TLS_DATA. */
const tlsDataShift = 5;
const usualSynOptions: i32 = OPTION_MSS | OPTION_WINDOW_SCALE | OPTION_SACK_PERMITTED | OPTION_TIMESTAMPS;
const numbersKnown: i32 = at.HALF_ISN_KNOWN | at.HALF_NEXT_KNOWN;
const established: i32 = numbersKnown | at.HALF_ACKED_KNOWN;

// Where everything lies in the memory.
let flight: usize = 0;
let rare: usize = 0;
let kept: usize = 0;
let rows: usize = 0;
let cold: usize = 0;
let buckets: usize = 0;
let links: usize = 0;
let heads: usize = 0;
/** Of each packet of a batch, while it is warmed: the first slot of its bucket. */
let candidates: usize = 0;
/** And its hash. */
let hashes: usize = 0;
/** What the caller reads afterwards: STOPPED_*. */
let stopped: usize = 0;
/** Of the hashes. */
let seed: i32 = 0;

/** Position up to which memory was read ahead. */
let warmedTo: i32 = 1;

// Of the packet that is looked at.
/** The newest connection of its 4-tuple, or -1, also for what is no segment. */
let slot: i32 = -1;
/** Who sent it: 0 the originator, 1 the responder. */
let direction: i32 = 0;

/** Says where everything lies: the records of the ring, the rows of connections, the buckets of the hash table, the links and heads of the log, and some room for itself. */
export function place(
  flightAt: usize,
  rareAt: usize,
  keptAt: usize,
  rowsAt: usize,
  coldAt: usize,
  bucketsAt: usize,
  linksAt: usize,
  headsAt: usize,
  candidatesAt: usize,
  hashesAt: usize,
  stoppedAt: usize,
  seedOfHashes: i32,
): void {
  flight = flightAt;
  rare = rareAt;
  kept = keptAt;
  rows = rowsAt;
  cold = coldAt;
  buckets = bucketsAt;
  links = linksAt;
  heads = headsAt;
  candidates = candidatesAt;
  hashes = hashesAt;
  stopped = stoppedAt;
  seed = seedOfHashes;
}

/**
 * Follows packets from the position `first` on, up to the one before `end` or to the first that is not foretold.
 *
 * @returns the position at which it stopped
 */
export function followPredicted(first: i32, end: i32): i32 {
  let position = first;
  for (; position !== end; position += 1) {
    if (position === warmedTo) {
      const count = min(end - position, at.mostWarmed);
      warm(position, count);
      warmedTo = position + count;
    }
    const segment = inFlight(position);
    slot = -1;
    if (kindOf(segment) !== packet.PACKET_IS_SEGMENT) break;
    writeKept(segment, position);
    find(segment, position);
    if (slot < 0) break;
    if (!follow(segment, position) && !followSynAck(segment, position)) break;
  }
  store<i32>(stopped, slot, STOPPED_SLOT << 2);
  store<i32>(stopped, direction, STOPPED_DIRECTION << 2);
  store<i32>(stopped, load<i32>(hashAt(position)), STOPPED_HASH << 2);
  return position;
}

/**
 * Computes the hashes of these packets, and reads a word of each cache line that following these packets will need, all buckets first, then all rows: the processor then waits for many
 * lines at once instead of for one after the other. That makes tracking of many connections about twice as fast.
 */
function warm(first: i32, count: i32): void {
  for (let index = 0; index < count; index += 1) {
    const hash = hashOf(inFlight(first + index), prefixesOf(first + index));
    store<i32>(hashAt(first + index), hash);
    store<i32>(candidates + ((<usize>index) << 2), load<i32>(bucketOf(hash)));
  }
  let sum = 0;
  for (let index = 0; index < count; index += 1) {
    const head = load<i32>(candidates + ((<usize>index) << 2));
    if (head < 0) continue;
    const row = rowOf(head);
    const isOriginator =
      load<i32>(row, at.ORIGINATOR_PORT << 2) === load<i32>(inFlight(first + index), packet.FLIGHT_SOURCE_PORT << 2);
    sum ^= load<i32>(row + (isOriginator ? 0 : at.halfWords << 2), at.HALF << 2);
  }
  store<i32>(stopped, sum, STOPPED_WARMED << 2); // so that reading is not optimized away
}

/** Writes the record that is kept of a segment. */
function writeKept(segment: usize, position: i32): void {
  const record = keptAt(position);
  const flags = load<i32>(segment, packet.FLIGHT_FLAGS << 2);
  const windowAndTtl = load<i32>(segment, packet.FLIGHT_WINDOW_AND_TTL << 2);
  const optionsAndIpId = load<i32>(segment, packet.FLIGHT_OPTIONS_AND_IP_ID << 2);
  store<i32>(record, load<i32>(segment, packet.FLIGHT_FRAME << 2), packet.RECORD_FRAME << 2);
  store<i32>(record, flags & packet.keptFlagBits, packet.RECORD_FLAGS << 2);
  store<i32>(record, load<i32>(segment, packet.FLIGHT_SEQUENCE << 2), packet.RECORD_SEQUENCE << 2);
  store<i32>(record, load<i32>(segment, packet.FLIGHT_ACKNOWLEDGMENT << 2), packet.RECORD_ACKNOWLEDGMENT << 2);
  store<i32>(record, load<i32>(segment, packet.FLIGHT_PAYLOAD_BYTES << 2), packet.RECORD_PAYLOAD_BYTES << 2);
  store<i32>(record, windowAndTtl & 0xffff, packet.RECORD_WINDOW << 2);
  store<i32>(record, (windowAndTtl >> 16) - 1, packet.RECORD_TTL << 2);
  store<i32>(record, (optionsAndIpId >> packet.ipIdShift) - 1, packet.RECORD_IP_ID << 2);
  store<i32>(record, optionsAndIpId & packet.optionBits, packet.RECORD_OPTIONS << 2);
  store<i32>(record, load<i32>(segment, packet.FLIGHT_TIMESTAMP_VALUE << 2), packet.RECORD_TIMESTAMP_VALUE << 2);
  store<f64>(record, load<f64>(segment, packet.FLIGHT_INSTANT << 2), packet.RECORD_INSTANT << 2);
  store<i32>(record, load<i32>(segment, packet.FLIGHT_TIMESTAMP_ECHO << 2), packet.RECORD_TIMESTAMP_ECHO << 2);
  store<i32>(record, flags >>> packet.interfaceShift, packet.RECORD_INTERFACE << 2);
  store<i32>(record, load<i32>(segment, packet.FLIGHT_LINK_SOURCE << 2), packet.RECORD_LINK_SOURCE << 2);
}

/** Leaves the newest connection of a segment's 4-tuple, or -1, in `slot`, and who sent the segment in `direction`. */
function find(segment: usize, position: i32): void {
  const hash = load<i32>(hashAt(position));
  const source = load<i32>(segment, packet.FLIGHT_SOURCE_3 << 2);
  const destination = load<i32>(segment, packet.FLIGHT_DESTINATION_3 << 2);
  const sourcePort = load<i32>(segment, packet.FLIGHT_SOURCE_PORT << 2);
  const destinationPort = load<i32>(segment, packet.FLIGHT_DESTINATION_PORT << 2);
  const family = (load<i32>(segment, packet.FLIGHT_FLAGS << 2) >> packet.familyShift) & 7;
  let candidate = load<i32>(bucketOf(hash));
  while (candidate >= 0) {
    const row = rowOf(candidate);
    if (load<i32>(row, at.HASH << 2) === hash && load<i32>(row, at.FAMILY << 2) === family) {
      for (let side = 0; side < 2; side += 1) {
        const own = row + ((<usize>side) << 2);
        const other = row - ((<usize>side) << 2);
        if (
          load<i32>(own, at.ORIGINATOR_PORT << 2) === sourcePort &&
          load<i32>(own, at.ORIGINATOR_ADDRESS_3 << 2) === source &&
          load<i32>(other, at.RESPONDER_PORT << 2) === destinationPort &&
          load<i32>(other, at.RESPONDER_ADDRESS_3 << 2) === destination &&
          (family !== 6 || hasPrefixes(candidate, side, prefixesOf(position)))
        ) {
          slot = candidate;
          direction = side;
          return;
        }
      }
    }
    candidate = load<i32>(row, at.CHAIN << 2);
  }
}

/** Whether the first three words of the IPv6 addresses are equal: they alone tell two ends with equal last words apart. */
function hasPrefixes(candidate: i32, side: i32, prefixes: usize): boolean {
  const row = cold + <usize>candidate * (at.coldWords << 2);
  const source = row + ((side === 0 ? at.ORIGINATOR_ADDRESS_0 : at.RESPONDER_ADDRESS_0) << 2);
  const destination = row + ((side === 0 ? at.RESPONDER_ADDRESS_0 : at.ORIGINATOR_ADDRESS_0) << 2);
  for (let word: usize = 0; word < 12; word += 4) {
    if (load<i32>(source + word) !== load<i32>(prefixes + word, packet.RARE_SOURCE_0 << 2)) return false;
    if (load<i32>(destination + word) !== load<i32>(prefixes + word, packet.RARE_DESTINATION_0 << 2)) return false;
  }
  return true;
}

/** Follows a segment that the state of its connection foretells. Returns false when it is something else; then nothing was done. */
function follow(segment: usize, position: i32): boolean {
  const row = rowOf(slot);
  const own = row + ((at.HALF + direction * at.halfWords) << 2);
  const other = row + ((at.HALF + (1 - direction) * at.halfWords) << 2);
  const ownState = row + (direction << 2);
  const otherState = row + ((1 - direction) << 2);
  const sequence = load<i32>(segment, packet.FLIGHT_SEQUENCE << 2);
  const acknowledgment = load<i32>(segment, packet.FLIGHT_ACKNOWLEDGMENT << 2);
  const payloadBytes = load<i32>(segment, packet.FLIGHT_PAYLOAD_BYTES << 2);
  const windowAndTtl = load<i32>(segment, packet.FLIGHT_WINDOW_AND_TTL << 2);
  const optionsAndIpId = load<i32>(segment, packet.FLIGHT_OPTIONS_AND_IP_ID << 2);
  const options = optionsAndIpId & packet.optionBits;
  const instantNs = load<f64>(segment, packet.FLIGHT_INSTANT << 2);
  const flags = load<i32>(segment, packet.FLIGHT_FLAGS << 2);
  const bits = load<i32>(ownState, at.BITS << 2);
  const otherBits = load<i32>(otherState, at.BITS << 2);
  const isFin = (flags & FIN) !== 0;
  const isFirstAcknowledgment = (bits & at.HALF_ACKED_KNOWN) === 0;
  const advance = acknowledgment - load<i32>(ownState, at.ACKED << 2);
  const needed =
    numbersKnown | (options === 0 ? 0 : at.HALF_TIMESTAMPS) | ((flags & packet.SEGMENT_TLS_DATA) >> tlsDataShift);
  const ttl = (windowAndTtl >> 16) - 1;
  const lowestTtl = load<i32>(own, at.TTL_LOWEST << 2);
  if (
    (flags & foreseenFlags) !== ACK ||
    sequence !== load<i32>(ownState, at.NEXT << 2) ||
    (bits & needed) !== needed ||
    (!isFirstAcknowledgment && (payloadBytes > 0 || isFin ? advance < 0 : advance <= 0)) ||
    (isFin && (bits & at.HALF_FIN) !== 0) ||
    acknowledgment - load<i32>(otherState, at.NEXT << 2) > 0 ||
    (otherBits & (established | at.HALF_RESENT_SMALLER)) !== established ||
    ((otherBits & at.HALF_SYN) !== 0 && (bits & (at.HALF_SYN | at.HALF_SYN_ACK)) === 0) ||
    (options !== 0 && options !== OPTION_TIMESTAMPS) ||
    (ttl !== lowestTtl && (lowestTtl >= 0 || ttl < 0)) ||
    (windowAndTtl & 0xffff) === 0 ||
    load<i32>(own, at.SEGMENTS << 2) === 0 ||
    (load<i32>(row, at.STATE << 2) & at.STATE_EXHIBIT) !== 0
  ) {
    return false;
  }
  const frame = load<i32>(segment, packet.FLIGHT_FRAME << 2);
  const ipId = (optionsAndIpId >> packet.ipIdShift) - 1;
  // The other end may have spoken since: then nobody was silent.
  if (instantNs - load<f64>(own, at.HALF_LAST_INSTANT << 3) >= at.shortestSilenceNs) {
    noteSilence(own, other, instantNs, frame);
  }
  store<i32>(own, load<i32>(own, at.SEGMENTS << 2) + 1, at.SEGMENTS << 2);
  store<i32>(own, frame, at.LAST_SEGMENT_FRAME << 2);
  store<i32>(own, windowAndTtl & 0xffff, at.WINDOW << 2);
  store<i32>(ownState, acknowledgment, at.ACKED << 2);
  store<f64>(own, instantNs, at.HALF_LAST_INSTANT << 3);
  if (ipId > 0) store<i32>(own, ipId, at.IP_ID << 2);
  if (options !== 0) {
    store<i32>(own, load<i32>(segment, packet.FLIGHT_TIMESTAMP_VALUE << 2), at.TIMESTAMP_LAST << 2);
  }
  if (lowestTtl < 0) {
    store<i32>(own, ttl, at.TTL_LOWEST << 2);
    store<i32>(own, ttl, at.TTL_HIGHEST << 2);
  }
  if (isFirstAcknowledgment) noteFirstAcknowledgment(ownState, otherBits, instantNs, frame);
  if ((otherBits & (at.HALF_FIN | at.HALF_FIN_ACKED)) === at.HALF_FIN) noteFinAcknowledged(row, acknowledgment);
  if (payloadBytes > 0) {
    store<i32>(ownState, sequence + payloadBytes, at.NEXT << 2);
    store<i32>(own, load<i32>(own, at.DATA_SEGMENTS << 2) + 1, at.DATA_SEGMENTS << 2);
    store<i32>(own, frame, at.LAST_DATA_FRAME << 2);
    store<f64>(own, load<f64>(own, at.HALF_PAYLOAD_BYTES << 3) + payloadBytes, at.HALF_PAYLOAD_BYTES << 3);
    letter(ownState, HISTORY_DATA, LETTER_DATA);
  } else if (!isFin) {
    letter(ownState, HISTORY_ACK, LETTER_ACK);
  }
  if (isFin) noteFin(row, sequence + payloadBytes, instantNs, frame);
  keep(row, position);
  return true;
}

/** Follows the SYN-ACK that a SYN foretells, the first that its responder sends. Returns false likewise. See track-ends.ts. */
function followSynAck(segment: usize, position: i32): boolean {
  const flags = load<i32>(segment, packet.FLIGHT_FLAGS << 2);
  if ((flags & (foreseenFlags | FIN)) !== (SYN | ACK) || direction !== 1) return false;
  const row = rowOf(slot);
  const originator = row + (at.HALF << 2);
  const responder = originator + (at.halfWords << 2);
  const originatorBits = load<i32>(row, at.BITS << 2);
  const acknowledgment = load<i32>(segment, packet.FLIGHT_ACKNOWLEDGMENT << 2);
  const optionsAndIpId = load<i32>(segment, packet.FLIGHT_OPTIONS_AND_IP_ID << 2);
  const options = optionsAndIpId & packet.optionBits;
  if (
    load<i32>(row, at.STATE << 2) !== (at.STATE_LIVE | at.STATE_BY_SYN) ||
    load<i32>(row, (at.BITS + 1) << 2) !== 0 ||
    (originatorBits & (numbersKnown | at.HALF_SYN | at.HALF_FIN | at.HALF_RESENT_SMALLER)) !==
      (numbersKnown | at.HALF_SYN) ||
    acknowledgment !== load<i32>(row, at.NEXT << 2) ||
    load<i32>(segment, packet.FLIGHT_PAYLOAD_BYTES << 2) !== 0 ||
    (options & ~usualSynOptions) !== 0
  ) {
    return false;
  }
  const frame = load<i32>(segment, packet.FLIGHT_FRAME << 2);
  const instantNs = load<f64>(segment, packet.FLIGHT_INSTANT << 2);
  const windowAndTtl = load<i32>(segment, packet.FLIGHT_WINDOW_AND_TTL << 2);
  const sequence = load<i32>(segment, packet.FLIGHT_SEQUENCE << 2);
  const ipId = (optionsAndIpId >> packet.ipIdShift) - 1;
  const seldom = prefixesOf(position);
  noteSilence(responder, originator, instantNs, frame);
  const coldRow = coldOf(slot);
  const coldHalf = coldRow + (at.halfColdWords << 2);
  let bits: i32 = established | at.HALF_SYN_ACK;
  store<i32>(responder, 1, at.SEGMENTS << 2);
  store<i32>(responder, frame, at.LAST_SEGMENT_FRAME << 2);
  store<i32>(responder, windowAndTtl & 0xffff, at.WINDOW << 2);
  store<f64>(responder, instantNs, at.HALF_LAST_INSTANT << 3);
  if (ipId > 0) store<i32>(responder, ipId, at.IP_ID << 2);
  store<i32>(coldHalf, frame, at.SYN_FRAME << 2);
  store<i32>(coldHalf, 1, at.SYNS << 2);
  store<i32>(coldHalf, sequence, at.ISN << 2);
  store<i32>(coldHalf, (windowAndTtl >> 16) - 1, at.HANDSHAKE_TTL << 2);
  store<f64>(coldRow, instantNs, at.SYN_ACK_INSTANT << 3);
  if ((options & OPTION_TIMESTAMPS) !== 0) {
    const value = load<i32>(segment, packet.FLIGHT_TIMESTAMP_VALUE << 2);
    bits |= at.HALF_TIMESTAMPS;
    store<i32>(responder, value, at.TIMESTAMP_LAST << 2);
    store<i32>(coldHalf, value, at.TIMESTAMP_FIRST << 2);
    store<f64>(coldHalf, instantNs, at.HALF_TIMESTAMP_INSTANT << 3);
  }
  if ((options & OPTION_MSS) !== 0) store<i32>(coldHalf, load<i32>(seldom, packet.RARE_MSS << 2), at.MSS << 2);
  if ((options & OPTION_WINDOW_SCALE) !== 0) {
    bits |= at.HALF_WINDOW_SCALE;
    store<i32>(coldHalf, load<i32>(seldom, packet.RARE_WINDOW_SCALE << 2), at.WINDOW_SCALE << 2);
  }
  if ((options & OPTION_SACK_PERMITTED) !== 0) bits |= at.HALF_SACK_PERMITTED;
  const ownState = row + 4;
  store<i32>(ownState, bits, at.BITS << 2);
  store<i32>(ownState, sequence + 1, at.NEXT << 2);
  store<i32>(ownState, acknowledgment, at.ACKED << 2);
  letter(ownState, HISTORY_SYN_ACK, LETTER_SYN_ACK);
  keep(row, position);
  return true;
}

/** See note-silence.ts and outlived-silence.ts. */
function noteSilence(own: usize, other: usize, instantNs: f64, frame: i32): void {
  const ownFrame = load<i32>(own, at.LAST_SEGMENT_FRAME << 2);
  const otherFrame = load<i32>(other, at.LAST_SEGMENT_FRAME << 2);
  const silenceNs = instantNs - load<f64>(otherFrame > ownFrame ? other : own, at.HALF_LAST_INSTANT << 3);
  if (!(silenceNs >= at.shortestSilenceNs)) return;
  const row = rowOf(slot);
  const unsettledNs = load<f64>(row, at.UNSETTLED_NS << 3);
  const unsettledFrame = load<i32>(row, at.UNSETTLED_FRAME << 2);
  const isOutlived = ownFrame >= unsettledFrame && otherFrame >= unsettledFrame;
  if (isOutlived && unsettledNs > load<f64>(row, at.OUTLIVED_NS << 3)) {
    store<f64>(row, unsettledNs, at.OUTLIVED_NS << 3);
    store<i32>(row, unsettledFrame, at.OUTLIVED_FRAME << 2);
  }
  if (isOutlived || silenceNs > unsettledNs) {
    store<f64>(row, silenceNs, at.UNSETTLED_NS << 3);
    store<i32>(row, frame, at.UNSETTLED_FRAME << 2);
  }
  const coldRow = coldOf(slot);
  store<f64>(coldRow, silenceNs, at.SILENCE_NS << 3);
  store<i32>(coldRow, max(ownFrame, otherFrame), at.SILENCE_BEFORE_FRAME << 2);
  store<i32>(coldRow, frame, at.SILENCE_AFTER_FRAME << 2);
}

/** See track-acknowledgment.ts. */
function noteFirstAcknowledgment(ownState: usize, otherBits: i32, instantNs: f64, frame: i32): void {
  store<i32>(ownState, load<i32>(ownState, at.BITS << 2) | at.HALF_ACKED_KNOWN, at.BITS << 2);
  if (direction !== 0 || (otherBits & at.HALF_SYN_ACK) === 0) return;
  const coldRow = coldOf(slot);
  store<i32>(coldRow, frame, at.HANDSHAKE_ACK_FRAME << 2);
  store<f64>(coldRow, instantNs, at.HANDSHAKE_ACK_INSTANT << 3);
}

/** See track-acknowledgment.ts. */
function noteFinAcknowledged(row: usize, acknowledgment: i32): void {
  const otherCold = coldOf(slot) + (((1 - direction) * at.halfColdWords) << 2);
  if (acknowledgment - load<i32>(otherCold, at.FIN_SEQUENCE << 2) <= 0) return;
  const otherState = row + ((1 - direction) << 2);
  store<i32>(otherState, load<i32>(otherState, at.BITS << 2) | at.HALF_FIN_ACKED, at.BITS << 2);
  if ((load<i32>(row + (direction << 2), at.BITS << 2) & at.HALF_FIN_ACKED) !== 0) addState(row, at.STATE_CLOSED);
}

/** The first FIN of a half, see track-ends.ts. @param sequence its own number */
function noteFin(row: usize, sequence: i32, instantNs: f64, frame: i32): void {
  const ownState = row + (direction << 2);
  store<i32>(ownState, sequence + 1, at.NEXT << 2);
  store<i32>(ownState, load<i32>(ownState, at.BITS << 2) | at.HALF_FIN, at.BITS << 2);
  const ownCold = coldOf(slot) + ((direction * at.halfColdWords) << 2);
  store<i32>(ownCold, sequence, at.FIN_SEQUENCE << 2);
  store<i32>(ownCold, frame, at.FIN_FRAME << 2);
  store<f64>(ownCold, instantNs, at.HALF_FIN_INSTANT << 3);
  const closedFirst = at.STATE_ORIGINATOR_CLOSED_FIRST | at.STATE_RESPONDER_CLOSED_FIRST;
  if ((load<i32>(row, at.STATE << 2) & closedFirst) === 0) {
    addState(row, direction === 0 ? at.STATE_ORIGINATOR_CLOSED_FIRST : at.STATE_RESPONDER_CLOSED_FIRST);
  }
  letter(ownState, HISTORY_FIN, LETTER_FIN);
}

function addState(row: usize, bit: i32): void {
  store<i32>(row, load<i32>(row, at.STATE << 2) | bit, at.STATE << 2);
}

/** Puts a letter into the history, the first time that it happens in this direction. See cursor.ts. */
function letter(ownState: usize, letter: i32, code: i32): void {
  const bits = load<i32>(ownState, at.BITS << 2);
  const bit = 1 << (at.HALF_LETTERS_SHIFT + letter);
  if ((bits & bit) !== 0) return;
  store<i32>(ownState, bits | bit, at.BITS << 2);
  const coldRow = coldOf(slot);
  const length = load<i32>(coldRow, at.HISTORY_LENGTH << 2);
  if (length >= at.historyCapacity) return;
  store<u8>(coldRow + length, direction === 0 ? code : code | 0x20, at.HISTORY << 2);
  store<i32>(coldRow, length + 1, at.HISTORY_LENGTH << 2);
}

/** Keeps the segment in the log. See segment-log.ts. */
function keep(row: usize, position: i32): void {
  const logged = load<i32>(row, at.LOGGED << 2);
  store<i32>(row, logged + 1, at.LOGGED << 2);
  if (logged < at.headSegments) {
    const head = heads + <usize>(slot * at.headSegments + logged) * packet.bytesPerRecord;
    memory.copy(head, keptAt(position), packet.bytesPerRecord);
    if (direction === 0) return;
    store<i32>(
      head,
      load<i32>(head, packet.RECORD_FLAGS << 2) | packet.RECORD_FROM_RESPONDER,
      packet.RECORD_FLAGS << 2,
    );
    return;
  }
  store<i32>(links + ((<usize>(position & (packet.keptRecords - 1))) << 2), load<i32>(row, at.NEWEST_LOGGED << 2));
  store<i32>(row, (position << 1) | direction, at.NEWEST_LOGGED << 2);
}

function kindOf(segment: usize): i32 {
  return (load<i32>(segment, packet.FLIGHT_FLAGS << 2) >> packet.kindShift) & packet.kindBits;
}

function inFlight(position: i32): usize {
  return flight + <usize>(position & (packet.mostInFlight - 1)) * packet.bytesPerRecord;
}

function rowOf(connection: i32): usize {
  return rows + <usize>connection * (at.rowWords << 2);
}

function bucketOf(hash: i32): usize {
  return buckets + ((<usize>(hash & (at.bucketCount - 1))) << 2);
}

function coldOf(connection: i32): usize {
  return cold + <usize>connection * (at.coldWords << 2);
}

function keptAt(position: i32): usize {
  return kept + <usize>(position & (packet.keptRecords - 1)) * packet.bytesPerRecord;
}

/** First three words of the addresses of an IPv6 segment. */
function prefixesOf(position: i32): usize {
  return rare + <usize>(position & (packet.mostInFlight - 1)) * (packet.rareWords << 2);
}

/** Where `warm` leaves the hash of a packet. */
function hashAt(position: i32): usize {
  return hashes + ((<usize>(position & (at.mostWarmed - 1))) << 2);
}

/** The hash of a segment's 4-tuple, as in tuple-hash.ts. */
function hashOf(segment: usize, prefixes: usize): i32 {
  let source = load<i32>(segment, packet.FLIGHT_SOURCE_3 << 2);
  let destination = load<i32>(segment, packet.FLIGHT_DESTINATION_3 << 2);
  if (((load<i32>(segment, packet.FLIGHT_FLAGS << 2) >> packet.familyShift) & 7) === 6) {
    source ^= hashPrefix(prefixes + (packet.RARE_SOURCE_0 << 2));
    destination ^= hashPrefix(prefixes + (packet.RARE_DESTINATION_0 << 2));
  }
  let hash =
    mixEnd(source, load<i32>(segment, packet.FLIGHT_SOURCE_PORT << 2)) +
    mixEnd(destination, load<i32>(segment, packet.FLIGHT_DESTINATION_PORT << 2));
  hash ^= hash >>> 16;
  hash *= 0x85ebca6b;
  hash ^= hash >>> 13;
  hash *= 0xc2b2ae35;
  return hash ^ (hash >>> 16);
}

function hashPrefix(words: usize): i32 {
  let mixed = (load<i32>(words) ^ seed) * 0xcc9e2d51;
  mixed = (load<i32>(words, 4) ^ mixed ^ (mixed >>> 15)) * 0x1b873593;
  mixed = (load<i32>(words, 8) ^ mixed ^ (mixed >>> 13)) * 0x85ebca6b;
  return mixed ^ (mixed >>> 16);
}

function mixEnd(address: i32, port: i32): i32 {
  const mixed = (address ^ ((port ^ seed) * 0x9e3779b1)) * 0xcc9e2d51;
  return (mixed ^ (mixed >>> 15)) * 0x1b873593;
}
