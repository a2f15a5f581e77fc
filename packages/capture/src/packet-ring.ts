import { Arena, asDoubles } from './arena.ts';
import { FrameTable, frameTableBytes } from './frame-table.ts';
import { IcmpError } from './icmp-error.ts';
import * as at from './packet-record.ts';
import type { PacketSink } from './packet-sink.ts';
import { PayloadNote } from './payload/payload-note.ts';
import { mayBeRead, NOTED, readPayload, TLS_DATA } from './payload/read-payload.ts';
import { OPTION_MSS, OPTION_WINDOW_SCALE, RST, type Segment } from './segment.ts';
import { toldWords } from './usual-segments-words.ts';
import type { SharedMemory } from './web-assembly.ts';

/** Of those kept are so many looked back at: the others may be overwritten at any time. */
export const mostLookedBack = at.keptRecords - at.mostInFlight;
/** Bytes of the input that are held at once, if no record is larger than half of them. */
const inputBytes = 256 * 1024;
/** What a ring takes from its arena, and a little for alignment. */
export const ringBytes =
  (at.mostInFlight + at.keptRecords) * at.bytesPerRecord +
  at.mostInFlight * at.rareWords * 4 +
  inputBytes +
  frameTableBytes +
  4096;
/** Bytes of a RST's payload that are kept. */
const mostResetPayloadBytes = 256;
/** Positions that one packet may take: a RST with its payload, and a note and its text. */
export const mostPositionsPerPacket = 1 + mostResetPayloadBytes / at.bytesPerRecord + 2;

/** All that an ICMP error says besides its instant: it takes the record that is kept, and a part of the rare one. */
const icmpFields = (Object.keys(new IcmpError()) as (keyof IcmpError)[]).filter((field) => field !== 'instantNs');
const icmpKeptFields = icmpFields.slice(0, at.recordWords);
const icmpRareFields = icmpFields.slice(at.recordWords);

/**
 * Packets on their way from whoever decodes them to whoever follows them, and behind that the packets that were followed last. Both sides may be threads of their own.
 *
 * Packets have positions, counted from 1. They wrap at 2^32, so positions are compared by their distance.
 */
export class PacketRing implements PacketSink {
  readonly memory: PacketRingMemory;
  /** Of the ring; who follows the packets takes more from it. */
  readonly arena: Arena;
  /** Records in flight, and the same memory as doubles. */
  readonly flight: Int32Array<SharedArrayBuffer>;
  readonly flightTimes: Float64Array;
  readonly rare: Int32Array<SharedArrayBuffer>;
  /** Records that are kept, likewise. */
  readonly kept: Int32Array<SharedArrayBuffer>;
  readonly keptTimes: Float64Array;
  /** For the bytes of the input, and for the frames found there: frames that lie in this memory are decoded faster. */
  readonly input: Uint8Array<SharedArrayBuffer>;
  readonly frames: FrameTable;
  /** What `writeUsualSegments` works with: a copy of `mayBeRead`, and words that it leaves. */
  readonly mayBeRead: Uint8Array;
  readonly told: Int32Array;
  readonly #keptBytes: Uint8Array;
  readonly #note = new PayloadNote();
  /** Position of the next packet that is written. */
  next = 1;

  /** @param memory of a ring that another thread made, or how many bytes who follows will take from the arena */
  constructor(memory: PacketRingMemory | number = 0) {
    this.arena = new Arena(typeof memory === 'number' ? ringBytes + memory : memory.memory);
    this.memory =
      typeof memory === 'number' ? { memory: this.arena.memory, seed: (Math.random() * 0x1_0000_0000) | 0 } : memory;
    this.flight = this.arena.int32(at.mostInFlight * at.recordWords);
    this.flightTimes = asDoubles(this.flight);
    this.rare = this.arena.int32(at.mostInFlight * at.rareWords);
    this.kept = this.arena.int32(at.keptRecords * at.recordWords);
    this.keptTimes = asDoubles(this.kept);
    this.#keptBytes = new Uint8Array(this.kept.buffer, this.kept.byteOffset, this.kept.byteLength);
    this.input = this.arena.bytes(inputBytes);
    this.frames = new FrameTable(this.arena);
    this.mayBeRead = this.arena.bytes(mayBeRead.length);
    this.mayBeRead.set(mayBeRead);
    this.told = this.arena.int32(toldWords);
  }

  segment(segment: Segment, bytes: Uint8Array): void {
    const { flags, instantNs, options, ttl, ipId } = segment;
    let noted = 0;
    if (segment.capturedPayloadBytes > 0) {
      if ((flags & RST) !== 0) this.#writePayload(segment, bytes);
      else if (mayBeRead[bytes[segment.payloadOffset]] === 1) {
        noted = this.notePayload(bytes, segment.payloadOffset, segment.capturedPayloadBytes);
      }
    }
    const { flight, next } = this;
    const offset = flightOffset(next);
    flight[offset + at.FLIGHT_FLAGS] =
      flags |
      noted |
      ((segment.dontFragment + 1) << at.dontFragmentShift) |
      (segment.malformed << at.malformedShift) |
      (segment.family << at.familyShift) |
      (segment.numbersUnknown << at.numbersUnknownShift) |
      ((ttl + 1) << at.ttlShift);
    flight[offset + at.FLIGHT_SOURCE_PORT] = segment.sourcePort;
    flight[offset + at.FLIGHT_DESTINATION_PORT] = segment.destinationPort;
    flight[offset + at.FLIGHT_SOURCE_3] = segment.source3;
    flight[offset + at.FLIGHT_DESTINATION_3] = segment.destination3;
    flight[offset + at.FLIGHT_FRAME] = segment.frame;
    flight[offset + at.FLIGHT_SEQUENCE] = segment.sequence;
    flight[offset + at.FLIGHT_ACKNOWLEDGMENT] = segment.acknowledgment;
    flight[offset + at.FLIGHT_PAYLOAD_BYTES] = segment.payloadBytes;
    flight[offset + at.FLIGHT_WINDOW_AND_INTERFACE] =
      segment.window | (Math.min(segment.interfaceId, at.lastInterface) << 16);
    this.flightTimes[(offset + at.FLIGHT_INSTANT) >> 1] = instantNs;
    flight[offset + at.FLIGHT_OPTIONS_AND_IP_ID] = options | ((ipId + 1) << at.ipIdShift);
    flight[offset + at.FLIGHT_TIMESTAMP_VALUE] = segment.timestampValue;
    flight[offset + at.FLIGHT_TIMESTAMP_ECHO] = segment.timestampEcho;
    flight[offset + at.FLIGHT_LINK_SOURCE] = (segment.linkSourceHigh << 16) | segment.linkSourceLow;
    if (segment.family === 6 || (options & (OPTION_MSS | OPTION_WINDOW_SCALE)) !== 0) this.#writeRare(segment);
    this.next = (next + 1) | 0;
  }

  icmpError(error: IcmpError): void {
    const { kept, rare, next } = this;
    const offset = flightOffset(next);
    this.flight[offset + at.FLIGHT_FLAGS] = at.PACKET_IS_ICMP_ERROR << at.kindShift;
    this.flightTimes[(offset + at.FLIGHT_INSTANT) >> 1] = error.instantNs;
    const keep = keptOffset(next);
    const seldom = rareOffset(next);
    for (const [index, field] of icmpKeptFields.entries()) kept[keep + index] = error[field];
    for (const [index, field] of icmpRareFields.entries()) rare[seldom + index] = error[field];
    this.next = (next + 1) | 0;
  }

  readIcmpError(position: number, error: IcmpError): void {
    const keep = keptOffset(position);
    error.instantNs = this.flightTimes[(flightOffset(position) + at.FLIGHT_INSTANT) >> 1];
    const seldom = rareOffset(position);
    for (const [index, field] of icmpKeptFields.entries()) error[field] = this.kept[keep + index];
    for (const [index, field] of icmpRareFields.entries()) error[field] = this.rare[seldom + index];
  }

  /** The bytes of a piece of payload, copied. */
  readPayload(position: number): Uint8Array {
    const start = keptOffset(position) * 4;
    return this.#keptBytes.slice(start, start + this.flight[flightOffset(position) + at.FLIGHT_PAYLOAD_BYTES]);
  }

  #writeRare(segment: Segment): void {
    const { rare } = this;
    const offset = rareOffset(this.next);
    rare[offset + at.RARE_SOURCE_0] = segment.source0;
    rare[offset + at.RARE_SOURCE_0 + 1] = segment.source1;
    rare[offset + at.RARE_SOURCE_0 + 2] = segment.source2;
    rare[offset + at.RARE_DESTINATION_0] = segment.destination0;
    rare[offset + at.RARE_DESTINATION_0 + 1] = segment.destination1;
    rare[offset + at.RARE_DESTINATION_0 + 2] = segment.destination2;
    rare[offset + at.RARE_MSS] = segment.mss;
    rare[offset + at.RARE_WINDOW_SCALE] = segment.windowScale;
  }

  /** Writes what payload whose first byte `mayBeRead` tells before its segment is written. Returns the bits that say so in the segment's flags. */
  notePayload(bytes: Uint8Array, offset: number, capturedBytes: number): number {
    const found = readPayload(bytes, offset, offset + capturedBytes, this.#note);
    if (found === NOTED) {
      this.#writeNote(bytes);
      return at.SEGMENT_NOTED;
    }
    return found === TLS_DATA ? at.SEGMENT_TLS_DATA : 0;
  }

  #writeNote(bytes: Uint8Array): void {
    const note = this.#note;
    if (note.textBytes > 0) {
      this.#keptBytes.set(
        bytes.subarray(note.textOffset, note.textOffset + note.textBytes),
        this.#beginExtra(at.PACKET_IS_NOTE) * 4,
      );
    }
    const keep = this.#beginExtra(at.PACKET_IS_NOTE);
    const { kept } = this;
    kept[keep + at.RECORD_NOTE_KIND] = note.kind;
    kept[keep + at.RECORD_NOTE_BITS] = note.bits;
    kept[keep + at.RECORD_NOTE_START_BYTES] = note.startBytes;
    kept[keep + at.RECORD_NOTE_HEADER_BYTES] = note.headerBytes;
    kept[keep + at.RECORD_NOTE_NUMBER] = note.number;
    kept[keep + at.RECORD_NOTE_TIMEOUT] = note.timeoutSeconds;
    this.keptTimes[(keep + at.RECORD_NOTE_LENGTH) >> 1] = note.lengthBytes;
    kept[keep + at.RECORD_NOTE_VERSION] = note.version;
    kept[keep + at.RECORD_NOTE_TEXT_BYTES] = note.textBytes;
  }

  /** Takes the next position for something that belongs to the segment behind it. Returns where it is kept. */
  #beginExtra(kind: number): number {
    const position = this.next;
    const offset = flightOffset(position);
    this.flight[offset + at.FLIGHT_FLAGS] = kind << at.kindShift;
    this.next = (position + 1) | 0;
    return keptOffset(position);
  }

  #writePayload(segment: Segment, bytes: Uint8Array): void {
    const { payloadOffset, capturedPayloadBytes } = segment;
    const end = payloadOffset + Math.min(capturedPayloadBytes, mostResetPayloadBytes);
    for (let from = payloadOffset; from < end; from += at.bytesPerRecord) {
      const piece = bytes.subarray(from, Math.min(from + at.bytesPerRecord, end));
      this.flight[flightOffset(this.next) + at.FLIGHT_PAYLOAD_BYTES] = piece.length;
      this.#keptBytes.set(piece, this.#beginExtra(at.PACKET_IS_PAYLOAD) * 4);
    }
  }
}

/** A sink into whose ring a reader may write by itself: it calls `makeRoom` before, and `written` behind. */
export interface RingSink extends PacketSink {
  readonly ring: PacketRing;
  /** @param positions that are to be written at most */
  makeRoom(positions: number): void;
  written(): void;
}

export function hasRing(sink: PacketSink): sink is RingSink {
  return 'ring' in sink;
}

/** A sink with a ring of its own: another thread may write into the ring, and the sink then follows what was written. */
export interface PacketFollower extends RingSink {
  /** Follows the packets up to the one before `end`, in their order. */
  followTo(end: number): void;
}

/** What another thread needs to make the same ring. */
export interface PacketRingMemory {
  readonly memory: SharedMemory;
  /** Of the hashes that find connections, see `hashTuple`. Nothing that is told of a connection depends on it. */
  readonly seed: number;
}

/** Which of the records that are kept a position has. */
export function keptIndex(position: number): number {
  return position & (at.keptRecords - 1);
}

/** Where a position's record begins in `PacketRing.kept`. */
export function keptOffset(position: number): number {
  return (position & (at.keptRecords - 1)) * at.recordWords;
}

/** Where a position's record begins in `PacketRing.flight`. */
export function flightOffset(position: number): number {
  return (position & (at.mostInFlight - 1)) * at.recordWords;
}

/** Where a position's record begins in `PacketRing.rare`. */
export function rareOffset(position: number): number {
  return (position & (at.mostInFlight - 1)) * at.rareWords;
}
