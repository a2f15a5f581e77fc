import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { generateTraffic, type TrafficOptions } from '../src/traffic/generate-traffic.ts';
import { resetShapes } from '../src/traffic/shapes/index.ts';
import type { Truth } from '../src/traffic/truth.ts';

const small: TrafficOptions = { connections: 400, packets: 20_000, seed: 7, snaplenBytes: 262_144, oneResetIn: 10 };

interface Generated {
  readonly bytes: Buffer;
  readonly truth: Truth;
}

function generate(options: TrafficOptions): Generated {
  const chunks: Buffer[] = [];
  const truth = generateTraffic(options, { write: (bytes) => chunks.push(Buffer.from(bytes)) });
  return { bytes: Buffer.concat(chunks), truth };
}

function hash({ bytes }: Generated): string {
  return createHash('sha256').update(bytes).digest('hex');
}

interface Frame {
  readonly timeUs: number;
  readonly bytes: Buffer;
  readonly originalBytes: number;
}

/** Reads the records of a little-endian pcap with nothing of the generator's code. */
function* readFrames(bytes: Buffer): Generator<Frame> {
  assert.equal(bytes.readUInt32LE(0), 0xa1b2c3d4);
  assert.equal(bytes.readUInt32LE(20), 1, 'link type Ethernet');
  let at = 24;
  while (at < bytes.length) {
    const capturedBytes = bytes.readUInt32LE(at + 8);
    yield {
      timeUs: bytes.readUInt32LE(at) * 1e6 + bytes.readUInt32LE(at + 4),
      bytes: bytes.subarray(at + 16, at + 16 + capturedBytes),
      originalBytes: bytes.readUInt32LE(at + 12),
    };
    at += 16 + capturedBytes;
  }
  assert.equal(at, bytes.length);
}

interface Header {
  readonly key: string;
  readonly flags: number;
  readonly network: Buffer;
  readonly family: 4 | 6;
  /** TCP header and payload by the IP header's length. */
  readonly tcp: Buffer;
}

function readHeader(frame: Buffer): Header {
  const tagged = frame.readUInt16BE(12) === 0x8100;
  const offset = tagged ? 18 : 14;
  const family = frame.readUInt16BE(offset - 2) === 0x0800 ? 4 : 6;
  const headerBytes = family === 4 ? 20 : 40;
  const network = frame.subarray(offset, offset + headerBytes);
  const tcpBytes = family === 4 ? network.readUInt16BE(2) - 20 : network.readUInt16BE(4);
  const tcp = frame.subarray(offset + headerBytes, offset + headerBytes + tcpBytes);
  const [source, destination] = addresses(network, family);
  const ends = [
    `${source.toString('hex')}:${tcp.readUInt16BE(0)}`,
    `${destination.toString('hex')}:${tcp.readUInt16BE(2)}`,
  ];
  return { key: ends.toSorted().join('-'), flags: tcp.readUInt8(13), network, family, tcp };
}

function addresses(network: Buffer, family: 4 | 6): [Buffer, Buffer] {
  return family === 4
    ? [network.subarray(12, 16), network.subarray(16, 20)]
    : [network.subarray(8, 24), network.subarray(24, 40)];
}

function sumWords(bytes: Buffer): number {
  let sum = 0;
  for (let at = 0; at + 1 < bytes.length; at += 2) sum += bytes.readUInt16BE(at);
  return bytes.length % 2 === 1 ? sum + ((bytes.at(-1) as number) << 8) : sum;
}

function fold(sum: number): number {
  return sum > 0xffff ? fold((sum & 0xffff) + Math.floor(sum / 0x10000)) : sum;
}

const FIN = 1;
const SYN = 2;
const RST = 4;
const ACK = 16;

describe('the generated capture', () => {
  const generated = generate(small);
  const frames = [...readFrames(generated.bytes)];
  const headers = frames.map(({ bytes }) => readHeader(bytes));

  it('is the same for the same seed and another for another', () => {
    assert.equal(hash(generate(small)), hash(generated));
    assert.notEqual(hash(generate({ ...small, seed: 8 })), hash(generated));
  });

  it('has as many frames and bytes as the truth says, and about as many as were asked for', () => {
    assert.equal(frames.length, generated.truth.frames);
    assert.equal(generated.bytes.length, generated.truth.fileBytes);
    assert.ok(Math.abs(frames.length / small.packets - 1) < 0.15, `${frames.length} frames`);
  });

  it('has every RST in the truth, and no other', () => {
    const found = headers.flatMap(({ flags }, index) => (flags & RST ? [index + 1] : []));
    const expected = generated.truth.resets.flatMap(({ resetFrames }) => resetFrames);
    assert.deepEqual(
      found,
      expected.toSorted((one, other) => one - other),
    );
    assert.equal(generated.truth.resetFrames, found.length);
  });

  it('has each shape of reset', () => {
    const expected = new Set(resetShapes.map(({ name }) => name));
    assert.deepEqual(new Set(Object.keys(generated.truth.shapes)), expected);
    assert.equal(generated.truth.resetConnections, small.connections / small.oneResetIn);
  });

  it('numbers connections by their first frame, also those that use a 4-tuple again', () => {
    let opened = 0;
    const streams = new Map<string, { stream: number; sequence: number }>();
    const streamOfFrame = headers.map(({ key, flags, tcp }) => {
      const known = streams.get(key);
      const first = (flags & (SYN | ACK)) === SYN && known?.sequence !== tcp.readUInt32BE(4);
      if (!first) return known?.stream;
      opened += 1;
      streams.set(key, { stream: opened - 1, sequence: tcp.readUInt32BE(4) });
      return opened - 1;
    });
    assert.equal(opened, generated.truth.connections);
    for (const { stream, resetFrames } of generated.truth.resets) {
      for (const frame of resetFrames) assert.equal(streamOfFrame[frame - 1], stream, `frame ${frame}`);
    }
  });

  it('has checksums that are right, in IP and in TCP', () => {
    for (const [index, { network, family, tcp }] of headers.entries()) {
      if (family === 4) assert.equal(fold(sumWords(network)), 0xffff, `IPv4 header of frame ${index + 1}`);
      const [source, destination] = addresses(network, family);
      const sum = sumWords(source) + sumWords(destination) + 6 + tcp.length + sumWords(tcp);
      assert.equal(fold(sum), 0xffff, `TCP of frame ${index + 1}`);
    }
  });

  it('never goes back in time', () => {
    for (const [index, frame] of frames.entries()) {
      if (index > 0) assert.ok(frame.timeUs >= (frames[index - 1] as Frame).timeUs, `frame ${index + 1}`);
    }
  });

  it('answers a keep-alive race with the sequence number of the FIN, and late data with the one after', () => {
    for (const [shape, distance] of [
      ['keep-alive-race', 0],
      ['late-data', 1],
    ] as const) {
      for (const { resetFrames } of generated.truth.resets.filter((reset) => reset.shape === shape)) {
        const reset = headers[(resetFrames[0] as number) - 1] as Header;
        const fin = headers.find(({ key, flags }) => key === reset.key && flags & FIN) as Header;
        assert.equal(reset.tcp.readUInt32BE(4) - fin.tcp.readUInt32BE(4), distance, shape);
      }
    }
  });

  it('keeps the original lengths when it is cut, and the same frames', () => {
    const cut = generate({ ...small, snaplenBytes: 128 });
    assert.equal(cut.truth.frames, generated.truth.frames);
    assert.deepEqual(cut.truth.resets, generated.truth.resets);
    for (const [index, frame] of [...readFrames(cut.bytes)].entries()) {
      const whole = frames[index] as Frame;
      assert.equal(frame.originalBytes, whole.originalBytes);
      assert.ok(frame.bytes.equals(whole.bytes.subarray(0, 128)), `frame ${index + 1}`);
    }
  });

  it('has as many connections open at once, however many there are', () => {
    const peak = (connections: number): number =>
      generate({ ...small, connections, packets: connections * 15, snaplenBytes: 128 }).truth.peakOpenConnections;
    const few = peak(24_000);
    assert.ok(few > 10_000, `${few} open`);
    assert.ok(peak(48_000) < few * 1.1);
  });
});
