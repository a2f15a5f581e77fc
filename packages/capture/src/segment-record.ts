import * as at from './packet-record.ts';
import { flightOffset, keptOffset, type PacketRing, rareOffset } from './packet-ring.ts';

/** A segment in flight, read from its record. The fields are those of Segment. */
export class SegmentRecord {
  readonly #ring: PacketRing;
  position = 0;
  frame = 0;
  instantNs = Number.NaN;
  sourcePort = 0;
  destinationPort = 0;
  sequence = 0;
  acknowledgment = 0;
  flags = 0;
  window = 0;
  payloadBytes = 0;
  ttl = 0;
  ipId = 0;
  malformed = 0;
  numbersUnknown = 0;
  options = 0;
  timestampValue = 0;

  constructor(ring: PacketRing) {
    this.#ring = ring;
  }

  moveTo(position: number): void {
    const { flight, flightTimes } = this.#ring;
    const offset = flightOffset(position);
    const flags = flight[offset + at.FLIGHT_FLAGS];
    const optionsAndIpId = flight[offset + at.FLIGHT_OPTIONS_AND_IP_ID];
    this.position = position;
    this.frame = flight[offset + at.FLIGHT_FRAME];
    this.instantNs = flightTimes[(offset + at.FLIGHT_INSTANT) >> 1];
    this.sourcePort = flight[offset + at.FLIGHT_SOURCE_PORT];
    this.destinationPort = flight[offset + at.FLIGHT_DESTINATION_PORT];
    this.sequence = flight[offset + at.FLIGHT_SEQUENCE];
    this.acknowledgment = flight[offset + at.FLIGHT_ACKNOWLEDGMENT];
    this.flags = flags & at.tcpFlagBits;
    this.window = flight[offset + at.FLIGHT_WINDOW_AND_INTERFACE] & 0xffff;
    this.payloadBytes = flight[offset + at.FLIGHT_PAYLOAD_BYTES];
    this.ttl = (flags >> at.ttlShift) - 1;
    this.ipId = (optionsAndIpId >> at.ipIdShift) - 1;
    this.malformed = (flags >> at.malformedShift) & 3;
    this.numbersUnknown = (flags >> at.numbersUnknownShift) & 1;
    this.options = optionsAndIpId & at.optionBits;
    this.timestampValue = flight[offset + at.FLIGHT_TIMESTAMP_VALUE];
  }

  // What few segments are asked for is read when it is.

  get dontFragment(): number {
    return ((this.#ring.flight[flightOffset(this.position) + at.FLIGHT_FLAGS] >> at.dontFragmentShift) & 3) - 1;
  }

  get family(): number {
    return (this.#ring.flight[flightOffset(this.position) + at.FLIGHT_FLAGS] >> at.familyShift) & 7;
  }

  get mss(): number {
    return this.#ring.rare[rareOffset(this.position) + at.RARE_MSS];
  }

  get windowScale(): number {
    return this.#ring.rare[rareOffset(this.position) + at.RARE_WINDOW_SCALE];
  }

  get interfaceId(): number {
    return this.#ring.flight[flightOffset(this.position) + at.FLIGHT_WINDOW_AND_INTERFACE] >>> 16;
  }

  /** Lower 32 bits of the source MAC address. */
  get linkSource(): number {
    return this.#ring.flight[flightOffset(this.position) + at.FLIGHT_LINK_SOURCE];
  }

  /** The record that is kept of the segment. It changes when the ring comes round. */
  kept(): Int32Array {
    const start = keptOffset(this.position);
    return this.#ring.kept.subarray(start, start + at.recordWords);
  }
}
