import * as at from './packet-record.ts';
import { flightOffset, keptOffset, type PacketRing, rareOffset } from './packet-ring.ts';

/** A segment in flight: reads the record to which it was moved last. The fields are those of Segment. */
export class SegmentRecord {
  readonly #ring: PacketRing;
  readonly #flight: Int32Array;
  position = 0;
  /** Where the record lies in `PacketRing.flight`. */
  #offset = 0;

  constructor(ring: PacketRing) {
    this.#ring = ring;
    this.#flight = ring.flight;
  }

  moveTo(position: number): void {
    this.position = position;
    this.#offset = flightOffset(position);
  }

  /** The record that is kept of the segment. It changes when the ring comes round. */
  kept(): Int32Array {
    const start = keptOffset(this.position);
    return this.#ring.kept.subarray(start, start + at.recordWords);
  }

  get hash(): number {
    return this.#flight[this.#offset + at.FLIGHT_HASH];
  }

  get frame(): number {
    return this.#flight[this.#offset + at.FLIGHT_FRAME];
  }

  get instantNs(): number {
    return this.#ring.flightTimes[(this.#offset + at.FLIGHT_INSTANT) >> 1];
  }

  get flags(): number {
    return this.#flight[this.#offset + at.FLIGHT_FLAGS] & at.tcpFlagBits;
  }

  get dontFragment(): number {
    return ((this.#flight[this.#offset + at.FLIGHT_FLAGS] >> at.dontFragmentShift) & 3) - 1;
  }

  get malformed(): number {
    return (this.#flight[this.#offset + at.FLIGHT_FLAGS] >> at.malformedShift) & 3;
  }

  get family(): number {
    return (this.#flight[this.#offset + at.FLIGHT_FLAGS] >> at.familyShift) & 7;
  }

  get sourcePort(): number {
    return this.#flight[this.#offset + at.FLIGHT_SOURCE_PORT];
  }

  get destinationPort(): number {
    return this.#flight[this.#offset + at.FLIGHT_DESTINATION_PORT];
  }

  get sequence(): number {
    return this.#flight[this.#offset + at.FLIGHT_SEQUENCE];
  }

  get acknowledgment(): number {
    return this.#flight[this.#offset + at.FLIGHT_ACKNOWLEDGMENT];
  }

  get payloadBytes(): number {
    return this.#flight[this.#offset + at.FLIGHT_PAYLOAD_BYTES];
  }

  get window(): number {
    return this.#flight[this.#offset + at.FLIGHT_WINDOW_AND_TTL] & 0xffff;
  }

  get ttl(): number {
    return (this.#flight[this.#offset + at.FLIGHT_WINDOW_AND_TTL] >> 16) - 1;
  }

  get ipId(): number {
    return this.#flight[this.#offset + at.FLIGHT_IP_ID] - 1;
  }

  get options(): number {
    return this.#flight[this.#offset + at.FLIGHT_OPTIONS];
  }

  get timestampValue(): number {
    return this.#flight[this.#offset + at.FLIGHT_TIMESTAMP_VALUE];
  }

  get mss(): number {
    return this.#ring.rare[rareOffset(this.position) + at.RARE_MSS];
  }

  get windowScale(): number {
    return this.#ring.rare[rareOffset(this.position) + at.RARE_WINDOW_SCALE];
  }

  get interfaceId(): number {
    return this.#ring.kept[keptOffset(this.position) + at.RECORD_INTERFACE];
  }

  /** Lower 32 bits of the source MAC address. */
  get linkSource(): number {
    return this.#ring.kept[keptOffset(this.position) + at.RECORD_LINK_SOURCE];
  }
}
