import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { join, zeros } from '../build/bytes.ts';
import { tallied } from '../build/decode-frame.ts';
import { exampleIpv4 } from '../build/examples.ts';
import { ipv4 } from '../build/ipv4.ts';
import { type PcapVariant, pcapFile, pcapHeader, pcapRecord, someInstantNs } from '../build/pcap-file.ts';
import { instantsOf, readBytes } from '../build/read-bytes.ts';
import { tcp } from '../build/tcp.ts';

const raw = 101;

const variants: Readonly<Record<string, PcapVariant>> = {
  'microseconds, little-endian': {},
  'microseconds, big-endian': { bigEndian: true },
  'nanoseconds, little-endian': { nanoseconds: true },
  'nanoseconds, big-endian': { nanoseconds: true, bigEndian: true },
  'record headers of 24 bytes, little-endian': { longRecordHeaders: true },
  'record headers of 24 bytes, big-endian': { longRecordHeaders: true, bigEndian: true },
};

function numbered(sequence: number): Uint8Array {
  return ipv4({}, tcp({ sequence }));
}

for (const [name, fields] of Object.entries(variants)) {
  const variant = { ...fields, linkType: raw, snapLengthBytes: 65_535 };

  describe(`pcap with ${name}`, () => {
    test('hands on its frames in order, numbered from 1', async () => {
      const { segments, reading, context } = await readBytes(pcapFile([5, 6, 7].map(numbered), variant));
      assert.deepEqual(
        segments.map(({ frame, sequence, interfaceId }) => [frame, sequence, interfaceId]),
        [
          [1, 5, 0],
          [2, 6, 0],
          [3, 7, 0],
        ],
      );
      assert.deepEqual([reading.kind, reading.clock, reading.compression], ['pcap', 'absolute', undefined]);
      assert.deepEqual(context.interfaces, [{ linkType: raw, snapLengthBytes: 65_535 }]);
      assert.equal(context.damage.count, 0);
    });

    test('keeps the length that a frame had on the wire', async () => {
      const frame = ipv4({ totalLength: 0 }, tcp({}, zeros(10)));
      const { segments } = await readBytes(pcapFile([{ frame, originalBytes: frame.length + 1000 }], variant));
      assert.deepEqual([segments[0]?.payloadBytes, segments[0]?.capturedPayloadBytes], [1010, 10]);
    });

    test(`has every instant exact to the ${fields.nanoseconds ? 'nanosecond' : 'microsecond'}`, async () => {
      const tick = fields.nanoseconds ? 1n : 1000n;
      // Up to the end of the 32 bits of seconds, in 2106; within 104 days of each other, as a double is exact to 2^53.
      const start = fc.bigInt({ min: 0n, max: (2n ** 32n - 1n - 8_000_000n) * 1_000_000_000n });
      const since = fc.bigInt({ min: 0n, max: 8_000_000n * 1_000_000_000n });
      await fc.assert(
        fc.asyncProperty(start, fc.array(since, { maxLength: 20 }), async (first, rest) => {
          const instants = [first, ...rest.map((later) => first + later)].map((instant) => instant - (instant % tick));
          const records = instants.map((instantNs) => ({ instantNs, frame: exampleIpv4 }));
          assert.deepEqual(instantsOf(await readBytes(pcapFile(records, variant))), instants);
        }),
        { numRuns: 30 },
      );
    });
  });
}

test('a frame that was captured before the first one of the file has a negative instant', async () => {
  const records = [0n, -3_000_000_001n].map((later) => ({ instantNs: someInstantNs + later, frame: exampleIpv4 }));
  const { segments } = await readBytes(pcapFile(records, { linkType: raw, nanoseconds: true }));
  assert.deepEqual(
    segments.map(({ instantNs }) => instantNs),
    [0, -3_000_000_001],
  );
});

test('a pcap without frames is read, and there is nothing in it', async () => {
  const reading = await readBytes(pcapFile([]));
  assert.deepEqual([tallied(reading), reading.context.damage.count], [{}, 0]);
  assert.deepEqual([reading.reading.kind, reading.reading.baseInstantNs], ['pcap', 0n]);
});

test('a record without bytes is a frame, as Wireshark counts it', async () => {
  const reading = await readBytes(pcapFile([zeros(0), exampleIpv4], { linkType: raw }));
  assert.deepEqual(tallied(reading), { frames: 2, cutHeaders: 1, tcpFrames: 1, segments: 1 });
  assert.equal(reading.segments[0]?.frame, 2);
});

test('the longest frame that a capture program writes, 262,144 bytes, is read', async () => {
  const frame = ipv4({ totalLength: 0 }, tcp({}, zeros(262_144 - 40)));
  const { segments } = await readBytes(pcapFile([frame, exampleIpv4], { linkType: raw }));
  assert.deepEqual(
    segments.map(({ payloadBytes, capturedPayloadBytes }) => [payloadBytes, capturedPayloadBytes]),
    [
      [262_104, 262_104],
      [16, 16],
    ],
  );
});

describe('a pcap that is cut at any byte', () => {
  const lengths = [0, 3, 90, 17];
  const frames = lengths.map((length) => ipv4({}, tcp({ sequence: length }, zeros(length))));

  for (const [name, fields] of Object.entries(variants)) {
    test(`is read to its last whole frame, and the damage says where it ends: ${name}`, async () => {
      const variant = { ...fields, linkType: raw };
      const whole = pcapFile(frames, variant);
      const ends = frames.map((_, index) => pcapFile(frames.slice(0, index + 1), variant).length);
      for (let length = 4; length < whole.length; length += 1) {
        const { segments, context } = await readBytes(whole.subarray(0, length));
        const wholeFrames = ends.filter((end) => end <= length).length;
        const message = `${length} of ${whole.length} bytes`;
        assert.deepEqual(
          segments.map(({ sequence }) => sequence),
          lengths.slice(0, wholeFrames),
          message,
        );
        const start = wholeFrames === 0 ? 24 : (ends[wholeFrames - 1] as number);
        const isWhole = length === start;
        assert.equal(context.damage.count, isWhole ? 0 : 1, message);
        if (isWhole) continue;
        const [damage] = context.damage.places;
        assert.equal(damage?.offsetBytes, length < 24 ? 0 : start, message);
        assert.match(damage?.reason ?? '', length < 24 ? /inside its header/ : /inside a record/, message);
        assert.equal(damage?.frame, length < 24 ? undefined : wholeFrames + 1, message);
      }
    });
  }
});

describe('a damaged record length', () => {
  const good = [1, 2, 3, 4].map(numbered);

  for (const [name, capturedBytes] of Object.entries({
    'of 4 GB': 0xffff_ffff,
    'one above the longest frame': 262_145,
    'that points past the end of the file': 4000,
  })) {
    for (const bad of [0, 1, 2, 3]) {
      test(`${name} in frame ${bad + 1} of 4 costs that frame alone`, async () => {
        const { segments, context } = await readBytes(damagedPcap(good, bad, capturedBytes));
        assert.deepEqual(
          segments.map(({ sequence }) => sequence),
          [1, 2, 3, 4].filter((sequence) => sequence !== bad + 1),
        );
        assert.deepEqual(context.damage.places, [
          {
            offsetBytes: 24 + bad * (16 + 40),
            frame: bad + 1,
            reason: `record length ${capturedBytes} is impossible; skipped to the next plausible record`,
          },
        ]);
      });
    }
  }

  test('of every kind, anywhere in a longer file, costs few frames and is reported', async () => {
    const many = Array.from({ length: 200 }, (_, index) => numbered(index));
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 199 }), fc.integer({ min: 262_145, max: 0xffff_ffff }), async (bad, length) => {
        const { segments, context } = await readBytes(damagedPcap(many, bad, length));
        assert.equal(segments.length, 199);
        assert.equal(context.damage.count, 1);
      }),
      { numRuns: 50 },
    );
  });

  test('in each record of a file is reported, and fifty places are kept', async () => {
    const bad = join(...Array.from({ length: 300 }, () => damagedRecord(0x7fff_ffff)));
    const { context, segments } = await readBytes(join(pcapFile(good, { linkType: raw }), bad));
    assert.equal(segments.length, 4);
    assert.ok(context.damage.places.length <= 50);
  });
});

test('noise between two records is skipped', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 300 }), async (noise) => {
      noise.set(new Uint8Array(Math.min(noise.length, 16)).fill(0xff)); // no length, so that the first record is the noise
      const bytes = join(
        pcapFile([numbered(1)], { linkType: raw }),
        noise,
        ...[2, 3].map((sequence) => pcapRecord(numbered(sequence), sequence)),
      );
      const { segments } = await readBytes(bytes);
      assert.deepEqual(segments.map(({ sequence }) => sequence).slice(-2), [2, 3]);
    }),
    { numRuns: 100 },
  );
});

describe('pcap files appended to one another', () => {
  test('are read as one, and the damage report says so', async () => {
    const one = pcapFile([1, 2].map(numbered), { linkType: raw });
    const { segments, context } = await readBytes(join(one, one, one));
    assert.deepEqual(
      segments.map(({ frame, sequence }) => [frame, sequence]),
      [
        [1, 1],
        [2, 2],
        [3, 1],
        [4, 2],
        [5, 1],
        [6, 2],
      ],
    );
    assert.deepEqual(
      context.damage.places.map(({ offsetBytes, frame, reason }) => [offsetBytes, frame, reason.slice(0, 29)]),
      [
        [one.length, 3, 'another pcap file begins here'],
        [one.length * 2, 5, 'another pcap file begins here'],
      ],
    );
    assert.equal(context.interfaces.length, 1);
  });

  test('may be of different variants and link types', async () => {
    const files = Object.values(variants).map((variant, index) =>
      index % 2 === 0
        ? pcapFile([numbered(index)], { ...variant, linkType: raw })
        : pcapFile([join(zeros(12), [8, 0], numbered(index))], { ...variant, linkType: 1 }),
    );
    const { segments, context } = await readBytes(join(...files));
    assert.deepEqual(
      segments.map(({ sequence, interfaceId }) => [sequence, interfaceId]),
      [0, 1, 2, 3, 4, 5].map((index) => [index, index]),
    );
    assert.deepEqual(
      context.interfaces.map(({ linkType }) => linkType),
      [raw, 1, raw, 1, raw, 1],
    );
  });

  test('of which the first was cut short are read on in the second', async () => {
    const one = pcapFile([1, 2, 3].map(numbered), { linkType: raw });
    const { segments } = await readBytes(join(one.subarray(0, -30), one));
    const sequences = segments.map(({ sequence }) => sequence);
    assert.deepEqual(sequences.slice(0, 2), [1, 2]);
    assert.deepEqual(sequences.slice(-2), [2, 3]);
  });

  test('of which the last is only a header, or half of one, end there', async () => {
    const one = pcapFile([numbered(1)], { linkType: raw });
    const header = pcapHeader({ linkType: raw });
    assert.equal((await readBytes(join(one, header))).segments.length, 1);
    const { context } = await readBytes(join(one, header.subarray(0, 20)));
    assert.match(context.damage.places.at(-1)?.reason ?? '', /inside its header \(20 of 24 bytes\)/);
  });
});

function damagedPcap(frames: readonly Uint8Array[], bad: number, capturedBytes: number): Uint8Array {
  const records = frames.map((frame, index) => pcapRecord(index === bad ? { frame, capturedBytes } : frame));
  return join(pcapHeader({ linkType: raw }), ...records);
}

function damagedRecord(capturedBytes: number): Uint8Array {
  return pcapRecord({ frame: exampleIpv4, capturedBytes });
}
