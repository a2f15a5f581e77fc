import { IcmpError } from './icmp-error.ts';
import * as at from './packet-record.ts';
import type { PacketSink } from './packet-sink.ts';
import { OPTION_MSS, OPTION_WINDOW_SCALE, RST, type Segment } from './segment.ts';

/** The newest half million packets of a capture can be looked back at: 32 MiB. */
const keptRecords = 8 * 65_536;
/** Packets that may be written and not yet followed: 1 MiB, so that they are still in the processor's cache when they are. */
export const mostInFlight = 16_384;
/** Of these are at most so many looked back at: the writer may be overwriting the others. */
const lookBackRecords = keptRecords - mostInFlight;
/** Bytes of a RST's payload that are kept. */
const mostResetPayloadBytes = 256;
/** Records that one packet may need: a RST with its payload. */
export const mostRecordsPerPacket = 1 + mostResetPayloadBytes / at.bytesPerRecord;

const icmpFields = (Object.keys(new IcmpError()) as (keyof IcmpError)[]).filter(
  (field) => field !== 'frame' && field !== 'instantNs',
);
/** The fields of an ICMP error fill the record from here on, round the words that every record has. */
const icmpKeptFields = icmpFields.slice(0, at.RECORD_INSTANT - at.RECORD_SEQUENCE);
const icmpFlightFields = icmpFields.slice(icmpKeptFields.length);

/**
 * Packets on their way from whoever decodes them to whoever follows them, and behind that the packets that were followed last. Each is written once, in order, where
 * it will be looked back at: nothing is copied on the way, and both sides may be threads of their own.
 *
 * Packets have positions, counted from 1. They wrap at 2^32, so positions are compared by their distance.
 */
export class PacketRing implements PacketSink {
  readonly memory: PacketRingMemory;
  /** The part of records that is kept, and the same memory as doubles. */
  readonly kept: Int32Array;
  readonly keptTimes: Float64Array;
  /** The part that is there while a packet is in flight. */
  readonly flight: Int32Array;
  readonly #flightBytes: Uint8Array;
  /** Position of the next packet that is written. */
  next = 1;

  /** @param memory of a ring that another thread made */
  constructor(memory: PacketRingMemory = newMemory()) {
    this.memory = memory;
    this.kept = new Int32Array(memory.kept);
    this.keptTimes = new Float64Array(memory.kept);
    this.flight = new Int32Array(memory.flight);
    this.#flightBytes = new Uint8Array(memory.flight);
  }

  segment(segment: Segment, bytes: Uint8Array): void {
    const { kept, flight } = this;
    const { flags, family, options } = segment;
    if ((flags & RST) !== 0 && segment.capturedPayloadBytes > 0) this.#writePayload(segment, bytes);
    const position = this.next;
    const offset = keptOffset(position);
    const inFlight = flightOffset(position);
    kept[offset + at.RECORD_FRAME] = segment.frame;
    kept[offset + at.RECORD_FLAGS] =
      flags | ((segment.dontFragment + 1) << at.dontFragmentShift) | (segment.malformed << at.malformedShift);
    kept[offset + at.RECORD_SEQUENCE] = segment.sequence;
    kept[offset + at.RECORD_ACKNOWLEDGMENT] = segment.acknowledgment;
    kept[offset + at.RECORD_PAYLOAD_BYTES] = segment.payloadBytes;
    kept[offset + at.RECORD_WINDOW] = segment.window;
    kept[offset + at.RECORD_TTL] = segment.ttl;
    kept[offset + at.RECORD_IP_ID] = segment.ipId;
    kept[offset + at.RECORD_OPTIONS] = options;
    kept[offset + at.RECORD_TIMESTAMP_VALUE] = segment.timestampValue;
    this.keptTimes[(offset + at.RECORD_INSTANT) >> 1] = segment.instantNs;
    kept[offset + at.RECORD_TIMESTAMP_ECHO] = segment.timestampEcho;
    kept[offset + at.RECORD_INTERFACE] = segment.interfaceId;
    kept[offset + at.RECORD_LINK_SOURCE] = (segment.linkSourceHigh << 16) | segment.linkSourceLow;
    flight[inFlight + at.FLIGHT_FAMILY] = family;
    flight[inFlight + at.FLIGHT_SOURCE_PORT] = segment.sourcePort;
    flight[inFlight + at.FLIGHT_DESTINATION_PORT] = segment.destinationPort;
    flight[inFlight + at.FLIGHT_SOURCE_3] = segment.source3;
    flight[inFlight + at.FLIGHT_DESTINATION_3] = segment.destination3;
    if (family === 6) {
      flight[inFlight + at.FLIGHT_SOURCE_0] = segment.source0;
      flight[inFlight + at.FLIGHT_SOURCE_0 + 1] = segment.source1;
      flight[inFlight + at.FLIGHT_SOURCE_0 + 2] = segment.source2;
      flight[inFlight + at.FLIGHT_DESTINATION_0] = segment.destination0;
      flight[inFlight + at.FLIGHT_DESTINATION_0 + 1] = segment.destination1;
      flight[inFlight + at.FLIGHT_DESTINATION_0 + 2] = segment.destination2;
    }
    if ((options & (OPTION_MSS | OPTION_WINDOW_SCALE)) !== 0) {
      flight[inFlight + at.FLIGHT_MSS] = segment.mss;
      flight[inFlight + at.FLIGHT_WINDOW_SCALE] = segment.windowScale;
    }
    this.next = (position + 1) | 0;
  }

  icmpError(error: IcmpError): void {
    const { kept, flight } = this;
    const offset = keptOffset(this.next);
    const inFlight = flightOffset(this.next);
    kept[offset + at.RECORD_FRAME] = error.frame;
    kept[offset + at.RECORD_FLAGS] = at.RECORD_IS_ICMP_ERROR << at.kindShift;
    this.keptTimes[(offset + at.RECORD_INSTANT) >> 1] = error.instantNs;
    for (const [index, field] of icmpKeptFields.entries()) kept[offset + at.RECORD_SEQUENCE + index] = error[field];
    for (const [index, field] of icmpFlightFields.entries()) flight[inFlight + index] = error[field];
    this.next = (this.next + 1) | 0;
  }

  readIcmpError(position: number, error: IcmpError): void {
    const offset = keptOffset(position);
    const inFlight = flightOffset(position);
    error.frame = this.kept[offset + at.RECORD_FRAME];
    error.instantNs = this.keptTimes[(offset + at.RECORD_INSTANT) >> 1];
    for (const [index, field] of icmpKeptFields.entries())
      error[field] = this.kept[offset + at.RECORD_SEQUENCE + index];
    for (const [index, field] of icmpFlightFields.entries()) error[field] = this.flight[inFlight + index];
  }

  /** The bytes of a record of payload, copied. */
  readPayload(position: number): Uint8Array {
    const start = flightOffset(position) * 4;
    return this.#flightBytes.slice(start, start + this.kept[keptOffset(position) + at.RECORD_PAYLOAD_BYTES]);
  }

  /**
   * Whether the packet at `position` was followed and may still be looked back at.
   *
   * @param newest position of the packet that is followed now
   */
  holds(position: number, newest: number): boolean {
    const age = (newest - position) | 0;
    return position !== 0 && age >= 0 && age < lookBackRecords;
  }

  #writePayload(segment: Segment, bytes: Uint8Array): void {
    const { payloadOffset, capturedPayloadBytes } = segment;
    const end = payloadOffset + Math.min(capturedPayloadBytes, mostResetPayloadBytes);
    for (let from = payloadOffset; from < end; from += at.bytesPerRecord) {
      const piece = bytes.subarray(from, Math.min(from + at.bytesPerRecord, end));
      const offset = keptOffset(this.next);
      this.kept[offset + at.RECORD_FLAGS] = at.RECORD_IS_PAYLOAD << at.kindShift;
      this.kept[offset + at.RECORD_PAYLOAD_BYTES] = piece.length;
      this.#flightBytes.set(piece, flightOffset(this.next) * 4);
      this.next = (this.next + 1) | 0;
    }
  }
}

/** A sink with a ring of its own: another thread may write into the ring, and the sink then follows what was written. */
export interface PacketFollower extends PacketSink {
  readonly ring: PacketRing;
  /** Follows the packets up to the one before `end`, in their order. */
  followTo(end: number): void;
}

/** Memory that may be shared with another thread. Of what no packet was written to, the system gives only addresses. */
export interface PacketRingMemory {
  readonly kept: SharedArrayBuffer;
  readonly flight: SharedArrayBuffer;
}

function newMemory(): PacketRingMemory {
  const recordBytes = at.recordWords * 4;
  return {
    kept: new SharedArrayBuffer(keptRecords * recordBytes),
    flight: new SharedArrayBuffer(mostInFlight * recordBytes),
  };
}

/** Where a packet's record begins in `PacketRing.kept`. */
export function keptOffset(position: number): number {
  return (position & (keptRecords - 1)) * at.recordWords;
}

/** Where a packet's record begins in `PacketRing.flight`. */
export function flightOffset(position: number): number {
  return (position & (mostInFlight - 1)) * at.recordWords;
}
