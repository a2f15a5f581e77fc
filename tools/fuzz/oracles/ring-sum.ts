import {
  flightOffset,
  IcmpError,
  NoteRecord,
  PacketRing,
  type PacketSink,
  type Segment,
} from '../../../packages/capture/src/index.ts';
import {
  FLIGHT_FLAGS,
  FLIGHT_OPTIONS_AND_IP_ID,
  familyShift,
  kindBits,
  kindShift,
  optionBits,
  PACKET_IS_ICMP_ERROR,
  PACKET_IS_PAYLOAD,
  PACKET_IS_SEGMENT,
  RARE_MSS,
  RARE_SOURCE_0,
  rareWords,
  recordWords,
  SEGMENT_NOTED,
} from '../../../packages/capture/src/packet-record.ts';
import { rareOffset } from '../../../packages/capture/src/packet-ring.ts';
import { OPTION_MSS, OPTION_WINDOW_SCALE } from '../../../packages/capture/src/segment.ts';

/** Rings of which each takes more than a thousand inputs' time to make: they are used again. */
const rings = { loop: new PacketRing(), decoders: new PacketRing() };

/** Sums up what is written into a ring: by the compiled loop as far as that goes, or by the decoders alone. Both have to come to the same. */
export class RingSum implements PacketSink {
  /** Only with it a reader uses the compiled loop. */
  ring?: PacketRing;
  readonly #ring: PacketRing;
  readonly #note: NoteRecord;
  readonly #error = new IcmpError();
  #next: number;
  #hash = 0;

  constructor(way: 'loop' | 'decoders') {
    this.#ring = rings[way];
    if (way === 'loop') this.ring = this.#ring;
    else delete this.ring; // that it is there at all tells a reader
    this.#note = new NoteRecord(this.#ring);
    this.#next = this.#ring.next;
  }

  get hash(): number {
    return this.#hash;
  }

  segment(segment: Segment, bytes: Uint8Array): void {
    this.#ring.segment(segment, bytes);
    this.written();
  }

  icmpError(error: IcmpError): void {
    this.#ring.icmpError(error);
    this.written();
  }

  makeRoom(): void {}

  written(): void {
    for (; this.#next !== this.#ring.next; this.#next = (this.#next + 1) | 0) this.#take(this.#next);
  }

  #take(position: number): void {
    const { flight } = this.#ring;
    const offset = flightOffset(position);
    const flags = flight[offset + FLIGHT_FLAGS] as number;
    const kind = (flags >> kindShift) & kindBits;
    if (kind === PACKET_IS_SEGMENT) {
      this.#add(flight.subarray(offset, offset + recordWords));
      this.#takeRare(position, flags, (flight[offset + FLIGHT_OPTIONS_AND_IP_ID] as number) & optionBits);
      if ((flags & SEGMENT_NOTED) !== 0) this.#takeNote(position);
    } else if (kind === PACKET_IS_PAYLOAD) {
      this.#add(this.#ring.readPayload(position));
    } else if (kind === PACKET_IS_ICMP_ERROR) {
      this.#ring.readIcmpError(position, this.#error);
      this.#add(Object.values(this.#error));
    }
  }

  #takeRare(position: number, flags: number, options: number): void {
    const words = this.#ring.rare.subarray(rareOffset(position), rareOffset(position) + rareWords);
    if (((flags >> familyShift) & 7) === 6) this.#add(words.subarray(RARE_SOURCE_0, RARE_MSS));
    if ((options & (OPTION_MSS | OPTION_WINDOW_SCALE)) !== 0) this.#add(words.subarray(RARE_MSS));
  }

  #takeNote(position: number): void {
    this.#note.moveTo(position);
    const { kind, bits, startBytes, headerBytes, number, lengthBytes, timeoutSeconds, version, textBytes } = this.#note;
    this.#add([kind, bits, startBytes, headerBytes, number, lengthBytes, timeoutSeconds, version, textBytes]);
    const text = new Int32Array(recordWords);
    this.#note.copyText(text, 0);
    this.#add(new Uint8Array(text.buffer, 0, textBytes));
  }

  #add(values: Iterable<number>): void {
    for (const value of values) this.#hash = (Math.imul(this.#hash ^ (value | 0), 0x01000193) + 0x9e3779b1) | 0;
  }
}
