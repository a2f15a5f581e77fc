import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { join, u32, zeros } from '../build/bytes.ts';
import { tallied } from '../build/decode-frame.ts';
import { ethernet } from '../build/ethernet.ts';
import { exampleIpv4 } from '../build/examples.ts';
import { ipv4 } from '../build/ipv4.ts';
import { type PcapngBlocks, pcapngBlocks, pcapngFile } from '../build/pcapng-file.ts';
import { instantsOf, readBytes } from '../build/read-bytes.ts';
import { tcp } from '../build/tcp.ts';

const raw = 101;

function numbered(sequence: number, payloadBytes = 0): Uint8Array {
  return ipv4({}, tcp({ sequence }, zeros(payloadBytes)));
}

async function sequencesOf(bytes: Uint8Array): Promise<number[]> {
  const { segments } = await readBytes(bytes);
  return segments.map(({ sequence }) => sequence);
}

for (const bigEndian of [false, true]) {
  const blocks = pcapngBlocks(bigEndian);
  const head = join(blocks.sectionHeader('a comment'), blocks.interfaceDescription({ linkType: raw }));

  describe(`pcapng, ${bigEndian ? 'big' : 'little'}-endian,`, () => {
    test('hands on enhanced, simple and obsolete packet blocks in order, numbered from 1', async () => {
      const bytes = join(
        head,
        blocks.enhancedPacket(numbered(1)),
        blocks.simplePacket(numbered(2)),
        blocks.obsoletePacket(numbered(3)),
      );
      const { segments, reading, context } = await readBytes(bytes);
      assert.deepEqual(
        segments.map(({ frame, sequence }) => [frame, sequence]),
        [
          [1, 1],
          [2, 2],
          [3, 3],
        ],
      );
      assert.deepEqual([reading.kind, reading.clock], ['pcapng', 'absolute']);
      assert.equal(context.damage.count, 0);
    });

    test('keeps the length that a frame had on the wire', async () => {
      const frame = ipv4({ totalLength: 0 }, tcp({}, zeros(10)));
      const originalBytes = frame.length + 500;
      const bytes = join(
        blocks.sectionHeader(),
        blocks.interfaceDescription({ linkType: raw, snapLengthBytes: frame.length }),
        blocks.enhancedPacket(frame, { originalBytes }),
        blocks.simplePacket(frame, { originalBytes }),
        blocks.obsoletePacket(frame, { originalBytes }),
      );
      const { segments } = await readBytes(bytes);
      assert.deepEqual(
        segments.map(({ payloadBytes, capturedPayloadBytes }) => [payloadBytes, capturedPayloadBytes]),
        [
          [510, 10],
          [510, 10],
          [510, 10],
        ],
      );
    });

    test('keeps comments with the number of their frame, and what their writer called the interface', async () => {
      const bytes = join(
        blocks.sectionHeader(),
        blocks.interfaceDescription({ linkType: raw, name: 'eth0', snapLengthBytes: 96 }),
        blocks.enhancedPacket(numbered(1), { comments: ['first', 'sécond'] }),
        blocks.obsoletePacket(numbered(2), { comments: ['third'] }),
        blocks.enhancedPacket(numbered(3, 3), { comments: ['behind padding'] }),
      );
      const { context } = await readBytes(bytes);
      assert.deepEqual(context.comments, [
        { frame: 1, text: 'first' },
        { frame: 1, text: 'sécond' },
        { frame: 2, text: 'third' },
        { frame: 3, text: 'behind padding' },
      ]);
      assert.deepEqual(context.interfaces, [{ linkType: raw, snapLengthBytes: 96, name: 'eth0' }]);
    });

    test('adds up the packets that were lost, as blocks and statistics say', async () => {
      const bytes = join(
        head,
        blocks.enhancedPacket(numbered(1), { dropCount: 2n }),
        blocks.obsoletePacket(numbered(2), { dropCount: 3n }),
        blocks.obsoletePacket(numbered(3)), // 0xffff: not known
        blocks.statistics(0, 10n, 100n),
      );
      assert.equal((await readBytes(bytes)).context.droppedPackets, 115);
    });

    test('takes the newest statistics of an interface, which count from the beginning, not their sum', async () => {
      const bytes = join(
        head,
        blocks.interfaceDescription({ linkType: raw }),
        blocks.statistics(0, 1n, 1n),
        blocks.statistics(0, 5n, 6n),
        blocks.statistics(1, 3n),
        blocks.statistics(0, 4n),
        blocks.statistics(7, 100n),
      );
      assert.equal((await readBytes(bytes)).context.droppedPackets, 14);
    });

    test('counts the blocks to which Wireshark gives frame numbers, and only those', async () => {
      const bytes = join(
        head,
        blocks.nameResolution([192, 0, 2, 1], 'host.example'),
        blocks.custom(true),
        blocks.enhancedPacket(numbered(1)),
        blocks.decryptionSecrets('CLIENT_RANDOM 00 00'),
        blocks.systemdJournal('MESSAGE=hello\n'),
        blocks.block(0x7777, zeros(40)),
        blocks.custom(false),
        blocks.enhancedPacket(numbered(2)),
        blocks.statistics(0, 0n, 0n),
      );
      const reading = await readBytes(bytes);
      assert.deepEqual(
        reading.segments.map(({ frame }) => frame),
        [2, 5],
      );
      assert.deepEqual(tallied(reading), { frames: 5, tcpFrames: 2, segments: 2, undecodedFrames: 3 });
      assert.equal(reading.context.damage.count, 0);
    });

    test('has interfaces of different link types and clocks side by side', async () => {
      const bytes = join(
        blocks.sectionHeader(),
        blocks.interfaceDescription({ linkType: raw, name: 'tun0' }),
        blocks.interfaceDescription({ linkType: 1, name: 'eth0', resolution: 9 }),
        blocks.enhancedPacket(numbered(1), { interfaceId: 0, ticks: 1_000_000n }),
        blocks.enhancedPacket(ethernet(0x0800, numbered(2)), { interfaceId: 1, ticks: 1_000_000_001n }),
        blocks.obsoletePacket(ethernet(0x0800, numbered(3)), { interfaceId: 1, ticks: 1_000_000_002n }),
      );
      const reading = await readBytes(bytes);
      assert.deepEqual(
        reading.segments.map(({ sequence, interfaceId }) => [sequence, interfaceId]),
        [
          [1, 0],
          [2, 1],
          [3, 1],
        ],
      );
      assert.deepEqual(instantsOf(reading), [1_000_000_000n, 1_000_000_001n, 1_000_000_002n]);
    });

    test('that is cut at any byte is read to its last whole frame, and the damage says where it ends', async () => {
      const packets = [0, 5, 90].map((length) => blocks.enhancedPacket(numbered(length, length), { comments: ['c'] }));
      const ends = packets.map((_, index) => join(head, ...packets.slice(0, index + 1)).length);
      const whole = join(head, ...packets);
      for (let length = 12; length < whole.length; length += 1) {
        const { segments, context } = await readBytes(whole.subarray(0, length));
        const wholeFrames = ends.filter((end) => end <= length).length;
        assert.deepEqual(
          segments.map(({ sequence }) => sequence),
          [0, 5, 90].slice(0, wholeFrames),
          `${length}`,
        );
        const blockStarts = [0, blocks.sectionHeader('a comment').length, head.length, ...ends];
        const isWhole = blockStarts.includes(length);
        assert.equal(context.damage.count, isWhole ? 0 : 1, `${length}`);
        if (isWhole) continue;
        const [damage] = context.damage.places;
        assert.equal(damage?.offsetBytes, Math.max(...blockStarts.filter((start) => start < length)), `${length}`);
        assert.match(damage?.reason ?? '', /^the capture ends inside a block/);
      }
    });

    test('whose block lengths contradict each other loses that block alone', async () => {
      const bad = blocks.enhancedPacket(numbered(2));
      bad.set(u32(0x0f0f0f0f), bad.length - 4);
      const bytes = join(head, blocks.enhancedPacket(numbered(1)), bad, blocks.enhancedPacket(numbered(3)));
      assert.deepEqual(await sequencesOf(bytes), [1, 3]);
    });

    for (const [name, length] of Object.entries({
      'not a multiple of 4': 61,
      'below the least': 8,
      'above 16 MB': 0x0700_0000,
      'past the end of the file': 0x0001_0000,
    })) {
      for (const bad of [0, 1, 2]) {
        test(`whose ${bad + 1}. packet has a block length ${name} loses that block alone`, async () => {
          const packets = [1, 2, 3].map((sequence) => blocks.enhancedPacket(numbered(sequence)));
          const field = bigEndian ? u32(length) : u32(length).reverse();
          (packets[bad] as Uint8Array).set(field, 4);
          const { segments, context } = await readBytes(join(head, ...packets));
          assert.deepEqual(
            segments.map(({ sequence }) => sequence),
            [1, 2, 3].filter((sequence) => sequence !== bad + 1),
          );
          assert.equal(context.damage.count, 1);
          assert.equal(context.damage.places[0]?.offsetBytes, head.length + bad * (packets[0] as Uint8Array).length);
        });
      }
    }

    test('with garbage between two blocks is read on behind it', async () => {
      await fc.assert(
        fc.asyncProperty(fc.uint8Array({ minLength: 4, maxLength: 300 }), async (garbage) => {
          garbage.fill(0xfe, 0, Math.min(8, garbage.length)); // no type or length of a block
          const bytes = join(
            head,
            blocks.enhancedPacket(numbered(1)),
            garbage,
            blocks.enhancedPacket(numbered(2)),
            blocks.enhancedPacket(numbered(3)),
          );
          assert.deepEqual(await sequencesOf(bytes), [1, 2, 3]);
        }),
        { numRuns: 100 },
      );
    });

    describe('whose packet block is wrong in itself counts it as a frame and reports it:', () => {
      const frame = numbered(9);
      const wrong: Readonly<Record<string, readonly [block: Uint8Array, reason: string]>> = {
        'more captured than the block holds': [
          blocks.enhancedPacket(frame, { capturedBytes: frame.length + 1 }),
          `a packet of ${frame.length + 1} bytes in a block of ${frame.length}`,
        ],
        'more captured than 2^31': [
          blocks.enhancedPacket(frame, { capturedBytes: 0x8000_0000 }),
          `a packet of 2147483648 bytes in a block of ${frame.length}`,
        ],
        'as many captured as 32 bits can say': [
          blocks.obsoletePacket(frame, { capturedBytes: 0xffff_ffff }),
          `a packet of 4294967295 bytes in a block of ${frame.length}`,
        ],
        'an interface that is not described': [
          blocks.enhancedPacket(frame, { interfaceId: 1 }),
          'a packet of an interface that the section does not describe',
        ],
        'no room for the header': [blocks.block(6, zeros(16)), 'an enhanced packet block without room for its header'],
        'no room for the header of an obsolete block': [
          blocks.block(2, zeros(16)),
          'a packet block without room for its header',
        ],
        'a simple block without a length': [blocks.block(3, []), 'a packet of 0 bytes in a block of -4'],
      };
      for (const [name, [block, reason]] of Object.entries(wrong)) {
        test(name, async () => {
          const bytes = join(head, block, blocks.enhancedPacket(numbered(2)));
          const reading = await readBytes(bytes);
          assert.deepEqual(tallied(reading), { frames: 2, malformedFrames: 1, tcpFrames: 1, segments: 1 });
          assert.deepEqual(reading.context.damage.places, [{ offsetBytes: head.length, frame: 1, reason }]);
          assert.equal(reading.segments[0]?.frame, 2);
        });
      }
    });

    test('with an interface description that can not be used keeps the numbers of the others', async () => {
      const bytes = join(
        blocks.sectionHeader(),
        blocks.interfaceDescription({ linkType: 1 }),
        blocks.block(1, [0, 0, 0, 0]),
        blocks.interfaceDescription({ linkType: raw }),
        blocks.enhancedPacket(numbered(1), { interfaceId: 1 }),
        blocks.enhancedPacket(numbered(2), { interfaceId: 2 }),
      );
      const reading = await readBytes(bytes);
      assert.deepEqual(
        reading.segments.map(({ sequence, frame, interfaceId }) => [sequence, frame, interfaceId]),
        [[2, 2, 1]],
      );
    });

    test('with options that go past their block ignores those', async () => {
      const packet = blocks.enhancedPacket(numbered(1), { comments: ['fits', 'does not fit'] });
      const second = packet.length - 4 - 4 - 16;
      packet.set(bigEndian ? [0, 1, 0xff, 0xff] : [1, 0, 0xff, 0xff], second);
      const { context } = await readBytes(join(head, packet));
      assert.deepEqual(context.comments, [{ frame: 1, text: 'fits' }]);
    });
  });
}

describe('sections', () => {
  test('each have their own byte order and interfaces; frames are numbered on', async () => {
    const [little, big] = [pcapngBlocks(false), pcapngBlocks(true)] as [PcapngBlocks, PcapngBlocks];
    const bytes = join(
      little.sectionHeader(),
      little.interfaceDescription({ linkType: raw, name: 'a' }),
      little.enhancedPacket(numbered(1)),
      big.sectionHeader(),
      big.interfaceDescription({ linkType: 1, name: 'b' }),
      big.enhancedPacket(ethernet(0x0800, numbered(2))),
      little.sectionHeader(),
      little.interfaceDescription({ linkType: raw, name: 'c' }),
      little.enhancedPacket(numbered(3)),
    );
    const { segments, context } = await readBytes(bytes);
    assert.deepEqual(
      segments.map(({ frame, sequence, interfaceId }) => [frame, sequence, interfaceId]),
      [
        [1, 1, 0],
        [2, 2, 1],
        [3, 3, 2],
      ],
    );
    assert.deepEqual(
      context.interfaces.map(({ name }) => name),
      ['a', 'b', 'c'],
    );
  });

  test('forget the interfaces of the one before', async () => {
    const blocks = pcapngBlocks();
    const file = pcapngFile([numbered(1)], false, raw);
    const { context } = await readBytes(join(file, blocks.sectionHeader(), blocks.enhancedPacket(numbered(2))));
    assert.match(context.damage.places[0]?.reason ?? '', /interface that the section does not describe/);
  });

  test('without a byte-order magic are damage; the next one is read', async () => {
    const bad = pcapngBlocks().sectionHeader();
    bad.fill(0, 8, 12);
    const file = pcapngFile([numbered(1)], true, raw);
    const { segments, context } = await readBytes(join(file, bad, file));
    assert.deepEqual(
      segments.map(({ frame }) => frame),
      [1, 2],
    );
    assert.match(context.damage.places[0]?.reason ?? '', /^a section header without a byte-order magic/);
  });

  test('may come without a packet', async () => {
    assert.deepEqual(await sequencesOf(pcapngBlocks().sectionHeader()), []);
  });
});

test('a block of 10 MB that is not read is stepped over', async () => {
  const blocks = pcapngBlocks();
  const large = blocks.block(0x7777, zeros(10_000_000));
  const head = join(blocks.sectionHeader(), blocks.interfaceDescription({ linkType: raw }));
  const bytes = join(head, blocks.enhancedPacket(numbered(1)), large, blocks.enhancedPacket(numbered(2)), large);
  assert.deepEqual(await sequencesOf(bytes), [1, 2]);
});

test('a packet of a megabyte, larger than the room kept for an incomplete record, is read', async () => {
  const blocks = pcapngBlocks();
  const frame = ipv4({ totalLength: 0 }, tcp({ sequence: 2 }, zeros(1_000_000)));
  const bytes = join(
    blocks.sectionHeader(),
    blocks.interfaceDescription({ linkType: raw }),
    ...[numbered(1), frame, frame, numbered(3)].map((packet) => blocks.enhancedPacket(packet)),
  );
  for (const piece of [100_000, 999_983, bytes.length]) {
    const { segments } = await readBytes(bytes, piece);
    assert.deepEqual(
      segments.map(({ sequence, capturedPayloadBytes }) => [sequence, capturedPayloadBytes]),
      [
        [1, 0],
        [2, 1_000_000],
        [2, 1_000_000],
        [3, 0],
      ],
    );
  }
});

test('comments are kept up to a thousand', async () => {
  const blocks = pcapngBlocks();
  const packet = blocks.enhancedPacket(exampleIpv4, { comments: ['x', 'y'] });
  const head = join(blocks.sectionHeader(), blocks.interfaceDescription({ linkType: raw }));
  const { context } = await readBytes(join(head, ...new Array<Uint8Array>(800).fill(packet)));
  assert.equal(context.comments.length, 1000);
});

test('a simple packet block has no time of its own: the instant of the frame before', async () => {
  const blocks = pcapngBlocks();
  const bytes = join(
    blocks.sectionHeader(),
    blocks.interfaceDescription({ linkType: raw }),
    blocks.enhancedPacket(numbered(1), { ticks: 5_000_000n }),
    blocks.enhancedPacket(numbered(2), { ticks: 5_000_007n }),
    blocks.simplePacket(numbered(3)),
  );
  assert.deepEqual(instantsOf(await readBytes(bytes)), [5_000_000_000n, 5_000_007_000n, 5_000_007_000n]);
});

test('a simple packet block before all that have a time says nothing of when the capture began', async () => {
  const blocks = pcapngBlocks();
  const { context } = await readBytes(
    join(
      blocks.sectionHeader(),
      blocks.interfaceDescription({ linkType: raw }),
      blocks.simplePacket(zeros(20)),
      blocks.enhancedPacket(zeros(20), { ticks: 5_300_000n }),
      blocks.enhancedPacket(zeros(20), { ticks: 5_303_000n }),
    ),
  );
  const { firstInstantNs, lastInstantNs } = context.withoutTcp;
  assert.equal(lastInstantNs - firstInstantNs, 3_000_000);
});

test('a simple packet block that says it is longer than its block has what the block holds', async () => {
  const blocks = pcapngBlocks();
  const bytes = join(
    blocks.sectionHeader(),
    blocks.interfaceDescription({ linkType: raw }),
    blocks.simplePacket(numbered(1, 8), { originalBytes: 100_000 }),
  );
  const { segments } = await readBytes(bytes);
  assert.deepEqual([segments[0]?.payloadBytes, segments[0]?.capturedPayloadBytes], [8, 8]);
});
