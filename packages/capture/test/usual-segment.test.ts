import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { PacketRing, type PacketSink, ReaderContext, type Segment } from '@fivewhys/capture';
import fc from 'fast-check';
import { FrameDecoder } from '../src/frame-decoder.ts';
import { ETHERNET } from '../src/layer.ts';
import { recordWords } from '../src/packet-record.ts';
import { writeUsualSegment } from '../src/usual-segment.ts';
import { ethernet } from './build/ethernet.ts';
import { type Ipv4Fields, ipv4 } from './build/ipv4.ts';
import { type TcpFields, tcp } from './build/tcp.ts';
import { maximumSegmentSize, noOperation, sack, timestamps } from './build/tcp-options.ts';

const onlyTimestamps = [...noOperation, ...noOperation, ...timestamps(7, 8)];
const text = (words: string) => new TextEncoder().encode(words);

function frameOf(
  header: TcpFields,
  payload: readonly number[] | Uint8Array = [],
  network: Ipv4Fields = {},
): Uint8Array {
  return ethernet(0x0800, ipv4(network, tcp(header, payload)), 60);
}

/** Decodes frames into a ring, by the decoders alone or as a reader does. */
class RingEnd implements PacketSink {
  readonly ring: PacketRing;
  constructor(ring: PacketRing) {
    this.ring = ring;
  }
  segment(segment: Segment, bytes: Uint8Array): void {
    this.ring.segment(segment, bytes);
  }
  icmpError(): void {}
  makeRoom(): void {}
  written(): void {}
}

function decoded(frames: readonly Uint8Array[], captured: number, ring: PacketRing, byDecoders: boolean) {
  const end = new RingEnd(ring);
  const context = new ReaderContext(
    byDecoders ? { segment: end.segment.bind(end), icmpError: end.icmpError.bind(end) } : end,
  );
  const decoder = new FrameDecoder(context);
  for (const [index, frame] of frames.entries()) {
    decoder.setBytes(frame);
    decoder.instantNs = index * 1000.5;
    decoder.decode(0, Math.min(frame.length, captured), frame.length, ETHERNET, index + 1, 3);
  }
  const words = ring.next * recordWords;
  return {
    tallies: { ...context.tallies },
    damage: context.damage.places,
    next: ring.next,
    flight: Array.from(ring.flight.subarray(recordWords, words)),
    kept: Array.from(ring.kept.subarray(recordWords, words)),
  };
}

/** Frames that are usual but for what is said here, and bytes of their headers that are something else. */
const frames = fc
  .record({
    flags: fc.nat({ max: 0x1ff }),
    sequence: fc.nat({ max: 0xffff_ffff }),
    window: fc.nat({ max: 0xffff }),
    options: fc.constantFrom(
      [],
      [],
      onlyTimestamps,
      onlyTimestamps,
      maximumSegmentSize(1460),
      sack([1, 2]),
      noOperation,
    ),
    payload: fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc.constantFrom(
        text('GET /a HTTP/1.1\r\nHost: b\r\n\r\n'),
        text('SSH-2.0-OpenSSH_9.2\r\n'),
        Uint8Array.from([21, 3, 3, 0, 2, 2, 40]),
        Uint8Array.from([23, 3, 3, 1, 0, ...Array(60).fill(9)]),
      ),
    ),
    network: fc.record(
      {
        ttl: fc.nat({ max: 255 }),
        id: fc.nat({ max: 0xffff }),
        dontFragment: fc.boolean(),
        moreFragments: fc.constant(true),
        fragmentOffset: fc.nat({ max: 3 }),
        options: fc.constant([1, 1, 1, 1]),
        totalLength: fc.constantFrom(0, 19, 39, 40, 45, 9216, 9217, 65_535),
        protocol: fc.constantFrom(6, 17),
      },
      { requiredKeys: ['ttl', 'id'] },
    ),
    broken: fc.array(fc.tuple(fc.nat({ max: 60 }), fc.nat({ max: 255 })), { maxLength: 2 }),
    isBroken: fc.nat({ max: 3 }),
  })
  .map(({ flags, sequence, window, options, payload, network, broken, isBroken }) => {
    const frame = frameOf({ flags, sequence, window, options }, payload, network);
    if (isBroken === 0) for (const [offset, byte] of broken) frame[offset] = byte;
    return frame;
  });

describe('a usual segment', () => {
  test('is written as the decoders would', () => {
    fc.assert(
      fc.property(fc.array(frames, { maxLength: 10 }), fc.constantFrom(0, 40, 54, 60, 66, 1e6), (list, captured) => {
        const one = new PacketRing();
        const other = new PacketRing({ ...new PacketRing().memory, seed: one.memory.seed });
        assert.deepEqual(decoded(list, captured, one, false), decoded(list, captured, other, true));
      }),
      { numRuns: 400 },
    );
  });

  const isUsual = (frame: Uint8Array, captured = frame.length) =>
    writeUsualSegment(new PacketRing(), frame, new DataView(frame.buffer), 0, captured, 1, 0);

  test('is most of what there is', () => {
    assert.ok(isUsual(frameOf({})), 'an ACK, padded');
    assert.ok(isUsual(frameOf({ flags: 0x11 })), 'a FIN');
    assert.ok(isUsual(frameOf({ options: onlyTimestamps }, text('abc'))), 'data with timestamps');
    assert.ok(isUsual(frameOf({}, new Uint8Array(1000)), 54), 'data that was cut off');
    assert.ok(isUsual(frameOf({}, text('GET / HTTP/1.1\r\n\r\n'))), 'a request');
  });

  test('is nothing else', () => {
    assert.ok(!isUsual(frameOf({ flags: 0x02, options: maximumSegmentSize(1460) })), 'a SYN');
    assert.ok(!isUsual(frameOf({ flags: 0x14 })), 'a RST');
    assert.ok(!isUsual(frameOf({ options: sack([1, 2]) })), 'other options');
    assert.ok(!isUsual(frameOf({}, [], { moreFragments: true })), 'a fragment');
    assert.ok(!isUsual(frameOf({}, [], { totalLength: 0 })), 'an offloaded one');
    assert.ok(!isUsual(frameOf({}), 53), 'one whose header is cut off');
  });
});
