import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { PacketRing, type PacketSink, ReaderContext } from '@fivewhys/capture';
import fc from 'fast-check';
import { PcapReader } from '../src/formats/pcap.ts';
import { FrameDecoder } from '../src/frame-decoder.ts';
import type { FrameTable } from '../src/frame-table.ts';
import { ETHERNET } from '../src/layer.ts';
import {
  FLIGHT_FLAGS,
  FLIGHT_OPTIONS_AND_IP_ID,
  familyShift,
  optionBits,
  RARE_MSS,
  rareWords,
  recordWords,
} from '../src/packet-record.ts';
import { OPTION_MSS, OPTION_WINDOW_SCALE, Segment } from '../src/segment.ts';
import { UsualSegments } from '../src/usual-segments.ts';
import { type Bytes, join } from './build/bytes.ts';
import { ethernet, vlanTag } from './build/ethernet.ts';
import { type Ipv4Fields, ipv4 } from './build/ipv4.ts';
import { extensionHeader, type Ipv6Fields, ipv6 } from './build/ipv6.ts';
import { pcapFile, someInstantNs } from './build/pcap-file.ts';
import { type TcpFields, tcp } from './build/tcp.ts';
import { maximumSegmentSize, noOperation, sack, timestamps, windowScale } from './build/tcp-options.ts';

const onlyTimestamps = [...noOperation, ...noOperation, ...timestamps(7, 8)];
const text = (words: string) => new TextEncoder().encode(words);

function frameOf(
  header: TcpFields,
  payload: readonly number[] | Uint8Array = [],
  network: Ipv4Fields = {},
  vlanTags = 0,
): Uint8Array {
  return framed(0x0800, ipv4(network, tcp(header, payload)), vlanTags);
}

function frameOfIpv6(
  header: TcpFields,
  payload: readonly number[] | Uint8Array = [],
  network: Ipv6Fields = {},
  vlanTags = 0,
): Uint8Array {
  const extension = network.nextHeader === 0 ? extensionHeader(6) : [];
  return framed(0x86dd, ipv6(network, join(extension, tcp(header, payload))), vlanTags);
}

function framed(etherType: number, packet: Bytes, vlanTags: number): Uint8Array {
  if (vlanTags === 0) return ethernet(etherType, packet, 60);
  const inner = vlanTag(7, etherType, packet);
  return ethernet(0x8100, vlanTags === 1 ? inner : vlanTag(8, 0x8100, inner), 60);
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
  const bytes = join(...frames);
  ring.input.set(bytes);
  decoder.setBytes(byDecoders ? bytes : ring.input);
  let offset = 0;
  for (const [index, frame] of frames.entries()) {
    addFrame(decoder.frames, index, offset, frame.length, captured);
    offset += frame.length;
  }
  decoder.decodeAll();
  return writtenTo(ring, context);
}

function writtenTo(ring: PacketRing, context: ReaderContext) {
  const words = ring.next * recordWords;
  return {
    tallies: { ...context.tallies },
    damage: context.damage.places,
    next: ring.next,
    flight: Array.from(ring.flight.subarray(recordWords, words)),
    kept: Array.from(ring.kept.subarray(recordWords, words)),
    rare: rareOf(ring),
  };
}

/** Reads a pcap file in two pieces, likewise. @param cut where the second begins */
function readAsPcap(file: Uint8Array, cut: number, ring: PacketRing, byDecoders: boolean) {
  const end = new RingEnd(ring);
  const context = new ReaderContext(
    byDecoders ? { segment: end.segment.bind(end), icmpError: end.icmpError.bind(end) } : end,
  );
  const reader = new PcapReader(context);
  const bytes = byDecoders ? new Uint8Array(file) : ring.input;
  bytes.set(file);
  const read = reader.read(bytes, 0, Math.min(cut, file.length), 0);
  reader.end(bytes, read, file.length, read);
  return { ...writtenTo(ring, context), frames: reader.frames, base: reader.baseInstantNs };
}

/** What is written of rare fields for the packets that have them; of others it is left from older packets. */
function rareOf({ next, flight, rare }: PacketRing) {
  return Array.from({ length: next - 1 }, (_, index) => {
    const position = index + 1;
    const words = rare.subarray(position * rareWords, (position + 1) * rareWords);
    const family = (flight[position * recordWords + FLIGHT_FLAGS] >> familyShift) & 7;
    const options = (flight[position * recordWords + FLIGHT_OPTIONS_AND_IP_ID] as number) & optionBits;
    return {
      prefixes: family === 6 ? [...words.subarray(0, RARE_MSS)] : [],
      ofSyn: (options & (OPTION_MSS | OPTION_WINDOW_SCALE)) === 0 ? [] : [...words.subarray(RARE_MSS)],
    };
  });
}

function addFrame(table: FrameTable, index: number, offset: number, length: number, captured: number): void {
  table.offset[index] = offset;
  table.capturedBytes[index] = Math.min(length, captured);
  table.originalBytes[index] = length;
  table.frame[index] = index + 1;
  table.interfaceId[index] = 40_000;
  table.firstLayer[index] = ETHERNET;
  table.instantNs[index] = index * 1000.5;
  table.count = index + 1;
}

/** Fields of a header that make no frame unusual, and in one of three, some that mostly do. */
function oftenUsual<Usual extends object, Odd extends object>(
  usual: { [Key in keyof Usual]: fc.Arbitrary<Usual[Key]> },
  odd: { [Key in keyof Odd]: fc.Arbitrary<Odd[Key]> },
): fc.Arbitrary<Usual & Partial<Odd>> {
  const nothing = fc.constant<Partial<Odd>>({});
  const some = fc.record(odd, { requiredKeys: [] }) as fc.Arbitrary<Partial<Odd>>;
  return fc
    .tuple(fc.record(usual), fc.oneof({ weight: 2, arbitrary: nothing }, some))
    .map(([fields, more]) => ({ ...fields, ...more }) as Usual & Partial<Odd>);
}

/** Frames that are usual but for what is said here, and bytes of their headers that are something else. */
const frames = fc
  .record({
    flags: fc.oneof({ weight: 3, arbitrary: fc.constantFrom(0x02, 0x10, 0x11, 0x18) }, fc.nat({ max: 0x1ff })),
    sequence: fc.nat({ max: 0xffff_ffff }),
    window: fc.nat({ max: 0xffff }),
    options: fc.constantFrom(
      [],
      [],
      onlyTimestamps,
      onlyTimestamps,
      maximumSegmentSize(1460),
      [...maximumSegmentSize(1380), ...windowScale(7), ...timestamps(3, 4)],
      [...maximumSegmentSize(9000), 4, 2, ...timestamps(5, 6), ...noOperation, ...windowScale(15)],
      sack([1, 2]),
      [...noOperation, ...noOperation, ...timestamps(1, 2), ...noOperation, ...noOperation, ...sack([3, 4])],
      [34, 4, 1, 2],
      [8, 3, 1, 1],
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
    network: oftenUsual(
      { ttl: fc.nat({ max: 255 }), id: fc.nat({ max: 0xffff }) },
      {
        dontFragment: fc.boolean(),
        moreFragments: fc.constant(true),
        fragmentOffset: fc.nat({ max: 3 }),
        options: fc.constant([1, 1, 1, 1]),
        totalLength: fc.constantFrom(0, 19, 39, 40, 45, 9216, 9217, 65_535),
        protocol: fc.constantFrom(6, 17),
      },
    ),
    network6: oftenUsual(
      { hopLimit: fc.nat({ max: 255 }), source: fc.constantFrom('2001:db8::1', '2001:db8:0:0:1::1') },
      {
        nextHeader: fc.constantFrom(0, 6, 17),
        payloadLength: fc.constantFrom(0, 19, 20, 25, 9216, 9217),
        version: fc.constantFrom(4, 6),
      },
    ),
    family: fc.constantFrom(4, 4, 6),
    vlanTags: fc.constantFrom(0, 0, 0, 1, 2),
    broken: fc.array(fc.tuple(fc.nat({ max: 90 }), fc.nat({ max: 255 })), { maxLength: 2 }),
    isBroken: fc.nat({ max: 3 }),
  })
  .map(({ family, flags, sequence, window, options, payload, network, network6, vlanTags, broken, isBroken }) => {
    const header = { flags, sequence, window, options };
    const frame =
      family === 4 ? frameOf(header, payload, network, vlanTags) : frameOfIpv6(header, payload, network6, vlanTags);
    if (isBroken === 0) for (const [offset, byte] of broken) if (offset < frame.length) frame[offset] = byte;
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

  test('is written as the decoders would from the records of a pcap file, too', () => {
    const variant = fc.record({ nanoseconds: fc.boolean(), bigEndian: fc.boolean(), longRecordHeaders: fc.boolean() });
    const record = fc.record({ frame: frames, gapNs: fc.nat({ max: 3e9 }) });
    fc.assert(
      fc.property(fc.array(record, { maxLength: 12 }), variant, fc.nat({ max: 3000 }), (list, kind, cut) => {
        let instantNs = someInstantNs;
        const records = list.map(({ frame, gapNs }) => {
          instantNs += BigInt(gapNs);
          return { frame, instantNs };
        });
        const file = pcapFile(records, kind);
        const one = new PacketRing();
        const other = new PacketRing({ ...new PacketRing().memory, seed: one.memory.seed });
        assert.deepEqual(readAsPcap(file, cut, one, false), readAsPcap(file, cut, other, true));
      }),
      { numRuns: 400 },
    );
  });

  const isUsual = (frame: Uint8Array, captured = frame.length) => {
    const ring = new PacketRing();
    ring.input.set(frame);
    addFrame(ring.frames, 0, 0, frame.length, captured);
    const view = new DataView(ring.input.buffer, ring.input.byteOffset, ring.input.length);
    return new UsualSegments(ring).write(view, 0, new Segment()) === 1;
  };

  test('is most of what there is', () => {
    assert.ok(isUsual(frameOf({})), 'an ACK, padded');
    assert.ok(isUsual(frameOf({ flags: 0x11 })), 'a FIN');
    assert.ok(isUsual(frameOf({ options: onlyTimestamps }, text('abc'))), 'data with timestamps');
    assert.ok(isUsual(frameOf({ flags: 0x02, options: maximumSegmentSize(1460) })), 'a SYN');
    assert.ok(isUsual(frameOf({ options: sack([1, 2]) })), 'other options');
    assert.ok(isUsual(frameOf({}, new Uint8Array(1000)), 54), 'data that was cut off');
    assert.ok(isUsual(frameOf({}, text('GET / HTTP/1.1\r\n\r\n'))), 'a request');
    assert.ok(isUsual(frameOf({}, text('abc'), {}, 1)), 'one with a VLAN tag');
    assert.ok(isUsual(frameOfIpv6({ options: onlyTimestamps }, text('abc'))), 'IPv6');
    assert.ok(isUsual(frameOfIpv6({}, [], {}, 1)), 'IPv6 with a VLAN tag');
  });

  test('is nothing else', () => {
    assert.ok(!isUsual(frameOf({ flags: 0x14 })), 'a RST');
    assert.ok(!isUsual(frameOf({}, [], { moreFragments: true })), 'a fragment');
    assert.ok(!isUsual(frameOf({}, [], { totalLength: 0 })), 'an offloaded one');
    assert.ok(!isUsual(frameOf({}), 53), 'one whose header is cut off');
    assert.ok(!isUsual(frameOf({}, [], {}, 2)), 'one with two VLAN tags');
    assert.ok(!isUsual(frameOfIpv6({}, [], { nextHeader: 0 })), 'one with an extension header');
    assert.ok(!isUsual(frameOfIpv6({}, [], { payloadLength: 0 })), 'a jumbogram');
    assert.ok(!isUsual(frameOfIpv6({}), 73), 'one whose header is cut off, IPv6');
  });

  test('goes on behind one that is not', () => {
    const list = [frameOf({}), frameOf({ flags: 0x04 }), frameOfIpv6({}), frameOf({ flags: 0x10 })];
    const ring = new PacketRing();
    const { tallies, next } = decoded(list, 1e6, ring, false);
    assert.equal(next, 5);
    assert.equal(tallies.frames, 4);
    assert.equal(tallies.segments, 4);
  });
});
