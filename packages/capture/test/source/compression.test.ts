import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { constants, gzipSync, zstdCompressSync } from 'node:zlib';
import { join, u32le, zeros } from '../build/bytes.ts';
import { exampleIpv4 } from '../build/examples.ts';
import { ipv4 } from '../build/ipv4.ts';
import { pcapFile } from '../build/pcap-file.ts';
import { pcapngFile } from '../build/pcapng-file.ts';
import { comparable, readBytes, readSource } from '../build/read-bytes.ts';
import { tcp } from '../build/tcp.ts';

const raw = 101;
const frames = Array.from({ length: 600 }, (_, sequence) => ipv4({}, tcp({ sequence }, randomBytes(1000, sequence))));
const plain = pcapFile(frames, { linkType: raw });

const breaksOff = { gzip: 'unexpected end of file', zstd: 'unexpected end of file' };

const compressors = {
  gzip: (bytes: Uint8Array) => Uint8Array.from(gzipSync(bytes)),
  // The zstd command writes a checksum unless told not to; the library doesn't.
  zstd: (bytes: Uint8Array) =>
    Uint8Array.from(zstdCompressSync(bytes, { params: { [constants.ZSTD_c_checksumFlag]: 1 } })),
} as const;

for (const kind of ['gzip', 'zstd'] as const) {
  const compress = compressors[kind];

  describe(kind, () => {
    test('is told by its content and undone: what comes out is the same as without', async () => {
      for (const bytes of [plain, pcapngFile(frames, false, raw)]) {
        const { reading, ...rest } = await readBytes(compress(bytes));
        assert.equal(reading.compression, kind);
        const compared = comparable({ ...rest, reading: { ...reading, compression: undefined } });
        assert.deepEqual(compared, comparable(await readBytes(bytes)));
      }
    });

    test('may have several members, one behind the other', async () => {
      const cuts = [0, 1, 30, 24, 4000, plain.length];
      cuts.sort((a, b) => a - b);
      const members = cuts.slice(1).map((end, index) => compress(plain.subarray(cuts[index], end)));
      const { segments, context } = await readBytes(join(...members));
      assert.deepEqual([segments.length, context.damage.count], [600, 0]);
    });

    test('may have an empty member before the others', async () => {
      const { segments } = await readBytes(join(compress(zeros(0)), compress(plain)));
      assert.equal(segments.length, 600);
    });

    test('that comes byte by byte is the same', async () => {
      const { segments, context } = await readBytes(compress(pcapFile(frames.slice(0, 3), { linkType: raw })), 1);
      assert.deepEqual([segments.length, context.damage.count], [3, 0]);
    });

    test('that breaks off is read as far as it goes, and that it breaks off is reported', async () => {
      const whole = compress(plain);
      for (let length = 64; length < whole.length - 8; length += 19_997) {
        const { segments, context } = await readBytes(whole.subarray(0, length)).catch(nothingRead);
        // Zstandard gives out blocks of at most 128 KiB, each as a whole.
        const expected = ((length - 131_072) / whole.length) * frames.length;
        assert.ok(segments.length >= expected && segments.length < 600, `${length}: ${segments.length}`);
        const reasons = context.damage.places.map(({ reason }) => reason);
        assert.ok(segments.length === 0 || reasons.includes(`the ${kind} data breaks off: ${breaksOff[kind]}`));
      }
    });

    test('in which a bit is wrong is read up to about there, and that it breaks off is reported', async () => {
      const whole = compress(plain);
      for (let offset = 40; offset < whole.length; offset += 30_011) {
        const damaged = whole.slice();
        damaged[offset] = (damaged[offset] as number) ^ 0x10;
        const { segments, context } = await readBytes(damaged).catch(nothingRead);
        const expected = ((offset - 131_072 - 65_536) / whole.length) * frames.length;
        assert.ok(segments.length >= expected, `${offset}: ${segments.length}`);
        assert.ok(context.damage.count > 0, `${offset}`);
      }
    });

    test('that is small, with damage near its end, is read up to about there', async () => {
      // Digits: they are compressed to half their length, so that a wrong bit is noticed where it is. Zstandard gives out only whole blocks.
      const digits = frames.map((_, sequence) => {
        const payload = randomBytes(1000, sequence).map((byte) => 0x30 + (byte % 10));
        return ipv4({}, tcp({ sequence }, payload));
      });
      const small = compress(pcapFile(digits.slice(0, 400), { linkType: raw }));
      small.fill(0, small.length - 3000, small.length - 2900);
      const { segments, context } = await readBytes(small);
      assert.ok(segments.length > (kind === 'gzip' ? 380 : 200), `${segments.length} of 400`);
      assert.ok(context.damage.count > 0);
    });

    test('with nothing in it is an error with a code', async () => {
      await assert.rejects(readBytes(compress(zeros(0))), {
        code: 'CAPTURE_DECOMPRESSION_FAILED',
        message: `nothing comes out of the ${kind} data: it holds no bytes`,
      });
    });

    test('of something that is no capture is an error with a code', async () => {
      await assert.rejects(readBytes(compress(zeros(100))), { code: 'CAPTURE_UNKNOWN_FORMAT' });
    });

    for (const inner of ['gzip', 'zstd'] as const) {
      test(`around ${inner} is refused, with what to do about it`, async () => {
        await assert.rejects(readBytes(compress(compressors[inner](plain))), (error: Error & { code: string }) => {
          assert.equal(error.code, 'CAPTURE_UNKNOWN_FORMAT');
          assert.match(error.message, /inside compressed data; decompress it once .*first$/);
          return true;
        });
      });
    }

    test('of which only the first bytes are there is an error with a code', async () => {
      await assert.rejects(readBytes(compress(plain).subarray(0, 9)), { code: 'CAPTURE_DECOMPRESSION_FAILED' });
    });

    test('whose source fails is read as far as it came', async () => {
      const whole = compress(plain);
      const { segments, context } = await readFailing(whole, 400_000);
      assert.ok(segments.length > 0 && segments.length < 600);
      assert.match(context.damage.places.map(({ reason }) => reason).join(), /the disk is on fire/);
    });
  });
}

test('gzip with a name and a comment in its header is gzip', async () => {
  const whole = compressors.gzip(plain);
  const named = join([0x1f, 0x8b, 8, 0x18], whole.subarray(4, 10), [0x61, 0, 0x62, 0], whole.subarray(10));
  assert.equal((await readBytes(named)).segments.length, 600);
});

test('gzip with zeros behind it, as a tape or a block device leaves them, is whole', async () => {
  const { segments, context } = await readBytes(join(compressors.gzip(plain), zeros(512)));
  assert.deepEqual([segments.length, context.damage.count], [600, 0]);
});

test('zstd with a skippable frame before it is zstd', async () => {
  const skippable = join(u32le(0x184d2a53), u32le(5), zeros(5));
  assert.equal((await readBytes(join(skippable, compressors.zstd(plain)))).segments.length, 600);
});

test('sixteen megabytes that were sixteen kilobytes are read in chunks, to their end', async () => {
  const bomb = compressors.gzip(join(pcapFile([exampleIpv4], { linkType: raw }), zeros(16_000_000)));
  assert.ok(bomb.length < 17_000);
  const { context } = await readBytes(bomb);
  assert.equal(context.tallies.frames, 1 + 16_000_000 / 16);
});

function readFailing(bytes: Uint8Array, failAt: number) {
  let offset = 0;
  return readSource({
    read: async (target, start, length) => {
      if (offset >= failAt) throw new Error('the disk is on fire');
      const count = Math.min(length, 1000, failAt - offset);
      target.set(bytes.subarray(offset, offset + count), start);
      offset += count;
      return count;
    },
  });
}

/** When not even the kind of capture could be told, that is an error with a code. */
function nothingRead(error: Error & { code?: string }) {
  assert.match(error.code ?? `${error.stack}`, /^CAPTURE_(DECOMPRESSION_FAILED|UNKNOWN_FORMAT)$/);
  return { segments: [], context: { damage: { count: 1, places: [] } } };
}

/** Bytes that don't compress, the same in every run. */
function randomBytes(length: number, seed: number): Uint8Array {
  let state = seed + 1;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) | 0;
    return state >>> 16;
  });
}
