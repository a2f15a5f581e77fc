import assert from 'node:assert/strict';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import {
  type CaptureReading,
  DescriptorSource,
  flightOffset,
  IcmpError,
  NoteRecord,
  type PacketFollower,
  PacketRing,
  ReaderContext,
  type Segment,
  SegmentRecord,
} from '@fivewhys/capture';
import {
  FLIGHT_FLAGS,
  kindBits,
  kindShift,
  PACKET_IS_ICMP_ERROR,
  PACKET_IS_PAYLOAD,
  PACKET_IS_SEGMENT,
  SEGMENT_NOTED,
} from '../src/packet-record.ts';
import { readHere } from '../src/read-here.ts';
import { readInThread } from '../src/reader-thread/read-in-thread.ts';
import { ethernet } from './build/ethernet.ts';
import { exampleIpv4, exampleIpv6 } from './build/examples.ts';
import { icmpError } from './build/icmp.ts';
import { ipv4 } from './build/ipv4.ts';
import { pcapFile } from './build/pcap-file.ts';
import { tcp } from './build/tcp.ts';

const folder = mkdtempSync(join(tmpdir(), 'fivewhys-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Writes down what it follows. */
class Follower implements PacketFollower {
  readonly ring = new PacketRing();
  readonly lines: string[] = [];
  readonly #record = new SegmentRecord(this.ring);
  readonly #note = new NoteRecord(this.ring);
  readonly #error = new IcmpError();
  readonly #eachStep: () => void;
  #next = this.ring.next;

  constructor(eachStep: () => void = () => {}) {
    this.#eachStep = eachStep;
  }

  segment(segment: Segment, bytes: Uint8Array): void {
    this.ring.segment(segment, bytes);
    this.written();
  }

  makeRoom(): void {}

  written(): void {
    this.followTo(this.ring.next);
  }

  icmpError(error: IcmpError): void {
    this.ring.icmpError(error);
    this.followTo(this.ring.next);
  }

  followTo(end: number): void {
    for (; this.#next !== end; this.#next += 1) {
      const bits = this.ring.flight[flightOffset(this.#next) + FLIGHT_FLAGS] as number;
      const kind = (bits >> kindShift) & kindBits;
      if (kind === PACKET_IS_SEGMENT) {
        this.#record.moveTo(this.#next);
        const { frame, instantNs, family, sourcePort, destinationPort, sequence, flags, ttl } = this.#record;
        const noted = (bits & SEGMENT_NOTED) === 0 ? '' : this.#noteBeforeIt();
        this.lines.push([frame, instantNs, family, sourcePort, destinationPort, sequence, flags, ttl, noted].join(' '));
      } else if (kind === PACKET_IS_ICMP_ERROR) {
        this.ring.readIcmpError(this.#next, this.#error);
        this.lines.push(JSON.stringify(this.#error));
      } else if (kind === PACKET_IS_PAYLOAD) {
        this.lines.push(`payload ${this.ring.readPayload(this.#next)}`);
      }
    }
    this.#eachStep();
  }

  #noteBeforeIt(): string {
    this.#note.moveTo(this.#next);
    const { kind, bits, headerBytes, textBytes } = this.#note;
    const text = new Int32Array(16);
    this.#note.copyText(text, 0);
    return `note ${kind} ${bits} ${headerBytes} ${Buffer.from(text.buffer, 0, textBytes)}`;
  }
}

interface Outcome {
  readonly lines: readonly string[];
  readonly reading: CaptureReading | undefined;
  readonly code: unknown;
  readonly context: object;
}

async function read(bytes: Uint8Array, way: 'here' | 'in a thread'): Promise<Outcome> {
  const path = join(folder, 'capture');
  writeFileSync(path, bytes);
  const descriptor = openSync(path, 'r');
  const follower = new Follower();
  const context = new ReaderContext(follower);
  let reading: CaptureReading | undefined;
  let code: unknown;
  try {
    reading =
      way === 'here'
        ? await readHere(new DescriptorSource(descriptor), context)
        : await readInThread(descriptor, context, follower);
  } catch (error) {
    code = (error as { code?: unknown }).code ?? String(error);
  } finally {
    closeSync(descriptor);
  }
  const { tallies, damage, interfaces, names, comments, droppedPackets } = context;
  const found = { ...tallies, count: damage.count, places: damage.places, interfaces, names, comments, droppedPackets };
  return { lines: follower.lines, reading, code, context: found };
}

const quoting = ethernet(0x0800, ipv4({ protocol: 1 }, icmpError(3, 4, exampleIpv4, 1400)));
const resetWithPayload = ethernet(
  0x0800,
  ipv4(
    {},
    tcp(
      { flags: 4 },
      Uint8Array.from({ length: 100 }, (_, i) => i),
    ),
  ),
);
const mixed = pcapFile([
  ethernet(0x0800, exampleIpv4),
  ethernet(0x86dd, exampleIpv6),
  quoting,
  resetWithPayload,
  ethernet(0x0800, exampleIpv4),
]);
const frame = ethernet(0x0800, exampleIpv4);
const lines = Array.from(
  { length: 5000 },
  (_, index) =>
    `12:00:00.${String(index).padStart(6, '0')} IP host-${index % 700}.40000 > server.443: Flags [S], seq ${index}, win 9, length 0\n`,
);

describe('a capture that is read in a thread of its own gives what it gives read here:', () => {
  const captures: Readonly<Record<string, Uint8Array>> = {
    'segments of both families, an ICMP error, a RST with payload': mixed,
    'more packets than may be in flight': pcapFile(Array.from({ length: 60_000 }, () => frame)),
    'a compressed one': gzipSync(mixed),
    'one that ends in a record': mixed.subarray(0, mixed.length - 5),
    'one with a damaged record': Uint8Array.from([...mixed.subarray(0, 200), 0xff, 0xff, 0xff, ...mixed.subarray(203)]),
    'one as text, with names': Buffer.from(lines.join('')),
    'no capture at all': Buffer.from('once upon a time there was a file'),
    nothing: new Uint8Array(0),
  };
  for (const [name, bytes] of Object.entries(captures)) {
    test(name, async () => {
      const here = await read(bytes, 'here');
      assert.deepEqual(await read(bytes, 'in a thread'), here);
      assert.ok(here.lines.length > 0 || here.code !== undefined);
    });
  }
});

describe('a reading thread', () => {
  const many = pcapFile(Array.from({ length: 60_000 }, () => frame));

  function open(): number {
    const path = join(folder, 'many');
    writeFileSync(path, many);
    return openSync(path, 'r');
  }

  test('waits for a follower that is slower', async () => {
    const follower = new Follower(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2));
    const context = new ReaderContext(follower);
    await readInThread(open(), context, follower);
    assert.equal(follower.lines.length, 60_000);
  });

  test('tells how far it is', async () => {
    const seen: number[] = [];
    const follower = new Follower();
    await readInThread(open(), new ReaderContext(follower), follower, (bytes) => seen.push(bytes));
    assert.ok(seen.some((bytes) => bytes > 0 && bytes <= many.length));
    assert.deepEqual(
      seen,
      seen.toSorted((a, b) => a - b),
    );
  });

  test('ends when its follower fails, and hands the error on', async () => {
    const follower = new Follower(() => {
      throw new Error('no more');
    });
    await assert.rejects(readInThread(open(), new ReaderContext(follower), follower), /no more/);
  });

  test('that can not read says why', async () => {
    const follower = new Follower();
    await assert.rejects(readInThread(1_000_000, new ReaderContext(follower), follower), /EBADF/);
  });
});
