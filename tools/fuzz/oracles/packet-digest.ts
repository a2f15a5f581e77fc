import { type IcmpError, type PacketSink, Segment } from '@fivewhys/capture';
import { expect } from './expect.ts';

/** All that a segment says. Where its payload lies depends on the pieces in which a capture comes. */
const integerFields = (Object.keys(new Segment()) as (keyof Segment)[]).filter(
  (field) => field !== 'instantNs' && field !== 'payloadOffset',
);

/** Takes what a reader hands on, checks each segment for itself, and sums all up in one number, so that two readings can be compared. */
export class PacketDigest implements PacketSink {
  segments = 0;
  icmpErrors = 0;
  #hash = 0;
  #lastFrame = 0;
  readonly #next: PacketSink | undefined;

  /** @param next where packets go afterwards */
  constructor(next?: PacketSink) {
    this.#next = next;
  }

  get hash(): number {
    return this.#hash;
  }

  segment(segment: Segment, bytes: Uint8Array): void {
    this.segments += 1;
    for (const field of integerFields) {
      const value = segment[field];
      if (!Object.is(value | 0, value)) expect(false, 'a field of a segment is not a 32-bit number', field, value);
      this.#add(value);
    }
    const { frame, instantNs, payloadBytes, payloadOffset, capturedPayloadBytes } = segment;
    expect(Number.isFinite(instantNs), 'an instant is no number', instantNs);
    expect(frame >= this.#lastFrame, 'frames go back', this.#lastFrame, frame);
    expect(payloadBytes >= 0 && capturedPayloadBytes >= 0, 'a payload is negative', payloadBytes, capturedPayloadBytes);
    expect(capturedPayloadBytes <= payloadBytes, 'more was captured than sent', capturedPayloadBytes, payloadBytes);
    if (bytes.length > 0 && capturedPayloadBytes > 0) {
      expect(
        payloadOffset + capturedPayloadBytes <= bytes.length,
        'a payload lies outside of its bytes',
        payloadOffset,
      );
    }
    this.#lastFrame = frame;
    this.#add(instantNs % 0x1_0000_0000);
    this.#next?.segment(segment, bytes);
  }

  icmpError(error: IcmpError): void {
    this.icmpErrors += 1;
    for (const value of Object.values(error)) this.#add(value % 0x1_0000_0000);
    this.#next?.icmpError(error);
  }

  #add(value: number): void {
    this.#hash = (Math.imul(this.#hash ^ (value | 0), 0x01000193) + 0x9e3779b1) | 0;
  }
}
