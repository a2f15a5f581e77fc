import * as at from './packet-record.ts';
import { flightOffset, keptOffset, type PacketRing } from './packet-ring.ts';

/** A segment in a ring: reads the record to which it was moved last. The fields are those of Segment. */
export class SegmentRecord {
  readonly kept: Int32Array;
  readonly keptTimes: Float64Array;
  readonly flight: Int32Array;
  position = 0;
  /** Where the record lies in `kept` and in `flight`. */
  offset = 0;
  inFlight = 0;

  constructor(ring: PacketRing) {
    this.kept = ring.kept;
    this.keptTimes = ring.keptTimes;
    this.flight = ring.flight;
  }

  moveTo(position: number): void {
    this.position = position;
    this.offset = keptOffset(position);
    this.inFlight = flightOffset(position);
  }

  get frame(): number {
    return this.kept[this.offset + at.RECORD_FRAME];
  }

  get instantNs(): number {
    return this.keptTimes[(this.offset + at.RECORD_INSTANT) >> 1];
  }

  get flags(): number {
    return this.kept[this.offset + at.RECORD_FLAGS] & at.tcpFlagBits;
  }

  get dontFragment(): number {
    return ((this.kept[this.offset + at.RECORD_FLAGS] >> at.dontFragmentShift) & 3) - 1;
  }

  get malformed(): number {
    return (this.kept[this.offset + at.RECORD_FLAGS] >> at.malformedShift) & 3;
  }

  get sequence(): number {
    return this.kept[this.offset + at.RECORD_SEQUENCE];
  }

  get acknowledgment(): number {
    return this.kept[this.offset + at.RECORD_ACKNOWLEDGMENT];
  }

  get payloadBytes(): number {
    return this.kept[this.offset + at.RECORD_PAYLOAD_BYTES];
  }

  get window(): number {
    return this.kept[this.offset + at.RECORD_WINDOW];
  }

  get ttl(): number {
    return this.kept[this.offset + at.RECORD_TTL];
  }

  get ipId(): number {
    return this.kept[this.offset + at.RECORD_IP_ID];
  }

  get options(): number {
    return this.kept[this.offset + at.RECORD_OPTIONS];
  }

  get timestampValue(): number {
    return this.kept[this.offset + at.RECORD_TIMESTAMP_VALUE];
  }

  get interfaceId(): number {
    return this.kept[this.offset + at.RECORD_INTERFACE];
  }

  /** Lower 32 bits of the source MAC address. */
  get linkSource(): number {
    return this.kept[this.offset + at.RECORD_LINK_SOURCE];
  }

  get family(): number {
    return this.flight[this.inFlight + at.FLIGHT_FAMILY];
  }

  get sourcePort(): number {
    return this.flight[this.inFlight + at.FLIGHT_SOURCE_PORT];
  }

  get destinationPort(): number {
    return this.flight[this.inFlight + at.FLIGHT_DESTINATION_PORT];
  }

  get mss(): number {
    return this.flight[this.inFlight + at.FLIGHT_MSS];
  }

  get windowScale(): number {
    return this.flight[this.inFlight + at.FLIGHT_WINDOW_SCALE];
  }
}
