import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { flightOffset, IcmpError, PacketRing, RST, Segment, SegmentRecord } from '@fivewhys/capture';
import fc from 'fast-check';
import {
  FLIGHT_FLAGS,
  kindBits,
  kindShift,
  lastInterface,
  PACKET_IS_PAYLOAD,
  PACKET_IS_SEGMENT,
} from '../src/packet-record.ts';

const word = fc.integer({ min: -0x8000_0000, max: 0x7fff_ffff });
const port = fc.nat({ max: 0x2_0000 });
const fields = fc.record({
  frame: fc.nat(),
  instantNs: fc.double({ noNaN: true, noDefaultInfinity: true }),
  sourcePort: port,
  destinationPort: port,
  sequence: word,
  acknowledgment: word,
  flags: fc.nat({ max: 0x1ff }),
  window: fc.nat({ max: 0xffff }),
  payloadBytes: fc.nat({ max: 0x100_0000 }),
  ttl: fc.integer({ min: -1, max: 255 }),
  ipId: fc.integer({ min: -1, max: 0xffff }),
  dontFragment: fc.integer({ min: -1, max: 1 }),
  malformed: fc.nat({ max: 2 }),
  options: fc.nat({ max: 0x1ff }),
  timestampValue: word,
  interfaceId: fc.nat({ max: lastInterface }),
  family: fc.constantFrom(0, 4, 6),
});

describe('a ring of packets', () => {
  test('hands on every field of a segment', () => {
    fc.assert(
      fc.property(fc.array(fields, { minLength: 1, maxLength: 20 }), (list) => {
        const ring = new PacketRing();
        const record = new SegmentRecord(ring);
        const first = ring.next;
        for (const each of list) ring.segment(Object.assign(new Segment(), each), new Uint8Array(0));
        for (const [index, each] of list.entries()) {
          record.moveTo(first + index);
          const read = Object.fromEntries(
            Object.keys(each).map((field) => [field, record[field as keyof typeof each]]),
          );
          assert.deepEqual(read, { ...each });
        }
      }),
    );
  });

  test('hands on every field of an ICMP error', () => {
    const ring = new PacketRing();
    const error = new IcmpError();
    for (const [index, field] of (Object.keys(error) as (keyof IcmpError)[]).entries()) error[field] = 1000 + index;
    ring.icmpError(error);
    const read = new IcmpError();
    ring.readIcmpError(ring.next - 1, read);
    assert.deepEqual(read, error);
  });

  test('hands on the payload of a RST in pieces before it, at most 256 bytes', () => {
    for (const length of [0, 1, 64, 65, 256, 300]) {
      const ring = new PacketRing();
      const payload = Uint8Array.from({ length }, (_, index) => index * 7);
      const bytes = Uint8Array.from([9, 9, 9, ...payload, 9]);
      const reset = Object.assign(new Segment(), { flags: RST, payloadOffset: 3, capturedPayloadBytes: length });
      ring.segment(reset, bytes);
      const pieces: number[] = [];
      const kinds: number[] = [];
      for (let position = 1; position < ring.next; position += 1) {
        const kind = ((ring.flight[flightOffset(position) + FLIGHT_FLAGS] as number) >> kindShift) & kindBits;
        kinds.push(kind);
        if (kind === PACKET_IS_PAYLOAD) pieces.push(...ring.readPayload(position));
      }
      assert.deepEqual(pieces, [...payload.subarray(0, 256)]);
      assert.equal(kinds.pop(), PACKET_IS_SEGMENT);
      assert.ok(kinds.every((kind) => kind === PACKET_IS_PAYLOAD));
    }
  });
});
