import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type CaptureErrorCode, captureErrorCodes } from '@fivewhys/capture';
import fc from 'fast-check';
import { ascii, hex, join, zeros } from './build/bytes.ts';
import { type Example, exampleIpv4, examples } from './build/examples.ts';
import { icmpError } from './build/icmp.ts';
import { ipv4 } from './build/ipv4.ts';
import { pcapFile, pcapHeader } from './build/pcap-file.ts';
import { pcapngBlocks, pcapngFile } from './build/pcapng-file.ts';
import { comparable, readBytes } from './build/read-bytes.ts';
import { tcp } from './build/tcp.ts';

const raw = 101;

describe('an input that can not be read is an error with a code:', () => {
  const inputs: Readonly<Record<string, readonly [bytes: Uint8Array, code: CaptureErrorCode, message: RegExp]>> = {
    nothing: [zeros(0), 'CAPTURE_EMPTY', /^the input is empty$/],
    'a JPEG picture': [hex('ffd8ffe000104a464946'), 'CAPTURE_UNKNOWN_FORMAT', /looks like a JPEG picture/],
    'a text in UTF-16': [hex('fffe66006100'), 'CAPTURE_UNKNOWN_FORMAT', /a text without .* begins with "fa"/],
    'a PNG picture': [hex('89504e470d0a1a0a'), 'CAPTURE_UNKNOWN_FORMAT', /looks like a PNG picture/],
    'a PDF document': [ascii('%PDF-1.7\n'), 'CAPTURE_UNKNOWN_FORMAT', /looks like a PDF document/],
    'a ZIP archive': [hex('504b0304140000'), 'CAPTURE_UNKNOWN_FORMAT', /looks like a ZIP archive; unpack it first/],
    'xz data': [hex('fd377a585a0000'), 'CAPTURE_UNKNOWN_FORMAT', /looks like xz data; decompress it first/],
    'bzip2 data': [ascii('BZh91AY&SY'), 'CAPTURE_UNKNOWN_FORMAT', /looks like bzip2 data/],
    'a snoop capture': [ascii('snoop\0\0\0'), 'CAPTURE_UNKNOWN_FORMAT', /a snoop capture; convert it: editcap/],
    'a program': [hex('7f454c46020101'), 'CAPTURE_UNKNOWN_FORMAT', /looks like an ELF program/],
    HTML: [
      ascii('<!DOCTYPE html>\n<html>'),
      'CAPTURE_UNKNOWN_FORMAT',
      /a text without .* begins with "<!DOCTYPE html>"/,
    ],
    'a single letter': [ascii('x'), 'CAPTURE_UNKNOWN_FORMAT', /begins with "x"/],
    'a megabyte of zeros': [zeros(1_000_000), 'CAPTURE_UNKNOWN_FORMAT', /its first bytes are all zero/],
    'the first three bytes of a pcap': [
      pcapHeader().subarray(0, 3),
      'CAPTURE_UNKNOWN_FORMAT',
      /first bytes are d4 c3 b2/,
    ],
    'half a gzip header': [hex('1f8b08'), 'CAPTURE_DECOMPRESSION_FAILED', /nothing comes out of the gzip data/],
    'gzip and then garbage': [
      hex('1f8b0800000000000003ffffffffffffffffffffff'),
      'CAPTURE_DECOMPRESSION_FAILED',
      /nothing comes out of the gzip data/,
    ],
    'a section header block without its magic': [
      hex('0a0d0d0a1c0000000000000001000000'),
      'CAPTURE_UNKNOWN_FORMAT',
      /first bytes are 0a 0d 0d 0a/,
    ],
  };

  for (const [name, [bytes, code, message]] of Object.entries(inputs)) {
    test(name, async () => {
      await assert.rejects(readBytes(bytes), { name: 'CodedError', code, message });
    });
  }

  test('whatever the bytes are, none is an error without a code', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2000, size: 'max' }), async (bytes) => {
        const code = await readBytes(bytes).then(
          () => captureErrorCodes[0],
          (error) => error.code,
        );
        assert.ok(captureErrorCodes.includes(code), String(code));
      }),
      { numRuns: 300 },
    );
  });
});

test('four bytes are enough to be a pcap, whose header then is cut', async () => {
  const { reading, context } = await readBytes(pcapHeader().subarray(0, 4));
  assert.equal(reading.kind, 'pcap');
  assert.match(context.damage.places[0]?.reason ?? '', /inside its header \(4 of 24 bytes\)/);
});

describe('a capture that comes in pieces is the same as in one:', () => {
  const frames = [0, 1, 20, 1400, 3, 9000].map((length, index) =>
    ipv4(
      { id: index },
      tcp(
        { sequence: index },
        Uint8Array.from({ length }, (_, at) => at * index),
      ),
    ),
  );
  const errors = [ipv4({ protocol: 1 }, icmpError(3, 4, exampleIpv4, 1400))];
  const blocks = pcapngBlocks(true);
  const damagedPcap = pcapFile([...frames, ...errors, ...frames], { linkType: raw });
  damagedPcap.fill(0xff, 1700, 1760);
  const damagedPcapng = pcapngFile([...frames, ...errors, ...frames], true, raw);
  damagedPcapng.fill(0xff, 1900, 1960);
  const captures: Readonly<Record<string, Uint8Array>> = {
    pcap: pcapFile([...frames, ...errors, ...frames], { linkType: raw }),
    'big-endian pcap of nanoseconds': pcapFile(frames, { linkType: raw, nanoseconds: true, bigEndian: true }),
    'pcap cut short': pcapFile(frames, { linkType: raw }).subarray(0, -5),
    'pcap with damage': damagedPcap,
    'pcap appended to itself': join(pcapFile(frames, { linkType: raw }), pcapFile(errors, { linkType: raw })),
    pcapng: pcapngFile([...frames, ...errors], false, raw),
    'pcapng with damage': damagedPcapng,
    'pcapng with options, statistics and other blocks': join(
      blocks.sectionHeader('c'),
      blocks.interfaceDescription({ linkType: raw, name: 'eth0', resolution: 9 }),
      ...frames.map((frame) => blocks.enhancedPacket(frame, { comments: ['one', 'two'], dropCount: 1n })),
      blocks.custom(true),
      blocks.statistics(0, 1n, 2n),
      blocks.nameResolution([1, 2, 3, 4], 'a'),
      blocks.simplePacket(frames[0] as Uint8Array),
    ),
  };

  for (const [name, bytes] of Object.entries(captures)) {
    for (const size of [1, 3, 7, 4096]) {
      test(`${name}, ${size} bytes at a time`, async () => {
        assert.deepEqual(comparable(await readBytes(bytes, size)), comparable(await readBytes(bytes)));
      });
    }

    test(`${name}, pieces of any sizes`, async () => {
      const expected = comparable(await readBytes(bytes));
      await fc.assert(
        fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 30 }), async (sizes) =>
          assert.deepEqual(comparable(await readBytes(bytes, ...sizes)), expected),
        ),
        { numRuns: 40 },
      );
    });
  }
});

test('records that straddle the chunks of a large file are whole', async () => {
  const { frame } = examples[0] as Example;
  for (const bytes of [
    pcapFile(new Array<Uint8Array>(40_000).fill(frame)),
    pcapngFile(new Array<Uint8Array>(40_000).fill(frame)),
  ]) {
    assert.ok(bytes.length > 3 * 1024 * 1024);
    const { segments, context } = await readBytes(bytes);
    assert.equal(context.damage.count, 0);
    assert.equal(segments.length, 40_000);
    assert.ok(segments.every(({ payload }) => Buffer.from(payload).equals(segments[0]?.payload as Uint8Array)));
  }
});

test('the offsets of damage are those of the input, also behind the first chunks', async () => {
  const { frame } = examples[0] as Example;
  const bytes = pcapFile(new Array<Uint8Array>(40_000).fill(frame));
  const record = 16 + frame.length;
  const bad = 24 + 30_000 * record;
  bytes.fill(0xff, bad + 8, bad + 12);
  const { context, segments } = await readBytes(bytes, 65_536);
  assert.deepEqual(
    context.damage.places.map(({ offsetBytes, frame: number }) => [offsetBytes, number]),
    [[bad, 30_001]],
  );
  assert.equal(segments.length, 39_999);
});

describe('progress', () => {
  test('is reported in bytes read, up to the whole', async () => {
    const { readCapture, ReaderContext } = await import('@fivewhys/capture');
    const { PieceSource } = await import('./build/piece-source.ts');
    const bytes = pcapFile([exampleIpv4, exampleIpv4], { linkType: raw });
    const reported: number[] = [];
    const context = new ReaderContext({ segment: () => undefined, icmpError: () => undefined });
    await readCapture(new PieceSource(bytes, 50), context, (bytesRead) => reported.push(bytesRead));
    assert.deepEqual(reported, [50, 100, 150, bytes.length]);
  });
});

describe('hostile input takes time by its length:', () => {
  const fiveMegabytes = 5_000_000;
  const head = pcapHeader({ linkType: raw });
  const ngHead = join(pcapngBlocks().sectionHeader(), pcapngBlocks().interfaceDescription({ linkType: raw }));
  const almostRecord = join(zeros(8), hex('ffff0300 ffff0300'));
  const almostBlock = hex('06000000 00100000');
  const inputs: Readonly<Record<string, Uint8Array>> = {
    'zeros behind a pcap header': join(head, zeros(fiveMegabytes)),
    '0xff behind a pcap header': join(head, zeros(fiveMegabytes).fill(0xff)),
    'records of the greatest length that all overlap': join(
      head,
      hex('ffffffffffffffffffffffffffffffff'),
      repeat(almostRecord),
    ),
    'zeros behind a pcapng header': join(ngHead, zeros(fiveMegabytes)),
    '0xff behind a pcapng header': join(ngHead, zeros(fiveMegabytes).fill(0xff)),
    'what begins like packet blocks, again and again': join(ngHead, zeros(8), repeat(almostBlock)),
    'pcap headers alone': repeat(head),
    'pcapng section headers alone': repeat(pcapngBlocks().sectionHeader()),
  };
  for (const [name, bytes] of Object.entries(inputs)) {
    test(name, async () => {
      for (const pieces of [[], [4096]]) {
        const startMs = performance.now();
        await readBytes(bytes, ...pieces);
        const elapsedMs = performance.now() - startMs;
        assert.ok(elapsedMs < 5000, `${elapsedMs} ms`);
      }
    });
  }

  function repeat(part: Uint8Array): Uint8Array {
    const bytes = new Uint8Array(Math.floor(fiveMegabytes / part.length) * part.length);
    for (let offset = 0; offset < bytes.length; offset += part.length) bytes.set(part, offset);
    return bytes;
  }
});
