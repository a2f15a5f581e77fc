import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { annotateCapture } from '@fivewhys/capture';
import { ethernet } from './build/ethernet.ts';
import { exampleIpv4, exampleIpv6 } from './build/examples.ts';
import { pcapFile, someInstantNs } from './build/pcap-file.ts';
import { pcapngBlocks } from './build/pcapng-file.ts';
import { PieceSource } from './build/piece-source.ts';
import { instantsOf, readBytes } from './build/read-bytes.ts';

type Comments = ReadonlyMap<number, readonly string[]>;

async function annotated(bytes: Uint8Array, comments: Comments, ...pieces: number[]): Promise<Uint8Array> {
  const written: Uint8Array[] = [];
  await annotateCapture(
    () => new PieceSource(bytes, ...pieces),
    comments,
    async (piece) => void written.push(piece.slice()),
  );
  return Uint8Array.from(Buffer.concat(written));
}

const [four, six] = [ethernet(0x0800, exampleIpv4), ethernet(0x86dd, exampleIpv6)];
const comments: Comments = new Map([
  [2, ['one', 'änderung ✓']],
  [3, ['three']],
]);
const expected = [
  { frame: 2, text: 'one' },
  { frame: 2, text: 'änderung ✓' },
  { frame: 3, text: 'three' },
];

describe('a pcap with comments becomes a pcapng', () => {
  const records = [
    { frame: four },
    { frame: six, instantNs: someInstantNs + 123_456_789n },
    { frame: four.subarray(0, 60), originalBytes: four.length },
  ];
  for (const [name, variant] of Object.entries({
    'in microseconds': {},
    'in nanoseconds': { nanoseconds: true },
    'big-endian': { bigEndian: true },
    'with long record headers': { longRecordHeaders: true },
  })) {
    test(`${name}: the same segments at the same instants, and the comments`, async () => {
      const file = pcapFile(records, variant);
      const before = await readBytes(file);
      for (const pieces of [[], [1], [7, 100]]) {
        const after = await readBytes(await annotated(file, comments, ...pieces));
        assert.equal(after.reading.kind, 'pcapng');
        assert.deepEqual(after.context.comments, expected);
        assert.deepEqual(instantsOf(after), instantsOf(before));
        const plain = (list: typeof after.segments) =>
          list.map((segment) => ({ ...segment, payloadOffset: 0, instantNs: 0 }));
        assert.deepEqual(plain(after.segments), plain(before.segments));
      }
    });
  }

  test('not without saying so when it can not be written: that is no end of the input', async () => {
    const file = pcapFile(records);
    const refuse = async () => {
      throw new Error('the disk is full');
    };
    await assert.rejects(
      annotateCapture(() => new PieceSource(file, 64), comments, refuse),
      /^Error: the disk is full$/,
    );
  });

  test('out of compressed data, and behind a damaged record', async () => {
    const file = pcapFile(records);
    const bad = file.slice();
    bad.set([0xff, 0xff, 0xff, 0x7f], 24 + 8); // the first record's length
    for (const bytes of [gzipSync(file), bad]) {
      const before = await readBytes(bytes);
      const after = await readBytes(await annotated(bytes, new Map([[before.segments.at(-1)?.frame ?? 0, ['last']]])));
      assert.equal(after.segments.length, before.segments.length);
      assert.deepEqual(
        after.context.comments.map(({ text }) => text),
        ['last'],
      );
    }
  });
});

describe('a pcapng with comments', () => {
  for (const bigEndian of [false, true]) {
    const order = bigEndian ? 'big-endian' : 'little-endian';
    const blocks = pcapngBlocks(bigEndian);
    const join = (...list: Uint8Array[]) => Uint8Array.from(Buffer.concat(list));
    const file = join(
      blocks.sectionHeader('made for a test'),
      blocks.interfaceDescription({ resolution: 9 }),
      blocks.nameResolution([10, 0, 0, 1], 'host'),
      blocks.enhancedPacket(four, { ticks: 5n }),
      blocks.enhancedPacket(six, { ticks: 6n, comments: ['was there before'], dropCount: 3n }),
      blocks.obsoletePacket(four, { ticks: 7n }),
      blocks.simplePacket(four),
      blocks.custom(true),
    );

    test(`is the same file where there are none (${order})`, async () => {
      assert.deepEqual(await annotated(file, new Map(), 11), file);
    });

    test(`keeps everything else, older comments included (${order})`, async () => {
      for (const pieces of [[], [1], [64]]) {
        const after = await readBytes(await annotated(file, comments, ...pieces));
        assert.deepEqual(after.context.comments, [
          { frame: 2, text: 'one' },
          { frame: 2, text: 'änderung ✓' },
          { frame: 2, text: 'was there before' },
          { frame: 3, text: 'three' },
        ]);
        const before = await readBytes(file);
        assert.deepEqual(instantsOf(after), instantsOf(before));
        assert.equal(after.context.droppedPackets, before.context.droppedPackets);
        assert.deepEqual(after.context.damage.places, []);
      }
    });

    test(`leaves a block without room for options as it is (${order})`, async () => {
      assert.deepEqual(await annotated(file, new Map([[4, ['no room']]])), file);
    });

    test(`is copied to its end behind damage (${order})`, async () => {
      const cut = file.subarray(0, file.length - 6);
      const out = await annotated(cut, new Map([[1, ['first']]]));
      assert.deepEqual(out.subarray(out.length - 40), cut.subarray(cut.length - 40));
    });
  }
});

test('a capture as text can have no comments', async () => {
  const line = '12:00:00.000000 IP 10.0.0.1.1 > 10.0.0.2.2: Flags [S], seq 1, win 9, length 0\n';
  await assert.rejects(annotated(new TextEncoder().encode(line), comments), { code: 'CAPTURE_NOT_ANNOTATABLE' });
});

test('a comment longer than an option may be is cut where a character ends', async () => {
  const long = 'ä'.repeat(40_000);
  const after = await readBytes(await annotated(pcapFile([four]), new Map([[1, [long]]])));
  assert.equal(after.context.comments[0]?.text, 'ä'.repeat(32_766));
});
