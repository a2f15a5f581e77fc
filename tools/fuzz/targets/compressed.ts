import { constants, gzipSync, zstdCompressSync } from 'node:zlib';
import { captureErrorCodes, ReaderContext, readCapture } from '@fivewhys/capture';
import { join, u32le, zeros } from '../../../packages/capture/test/build/bytes.ts';
import { examples } from '../../../packages/capture/test/build/examples.ts';
import { pcapFile } from '../../../packages/capture/test/build/pcap-file.ts';
import { pcapngFile } from '../../../packages/capture/test/build/pcapng-file.ts';
import { PieceSource } from '../../../packages/capture/test/build/piece-source.ts';
import { expect } from '../oracles/expect.ts';
import { PacketDigest } from '../oracles/packet-digest.ts';
import type { FuzzTarget } from '../target.ts';

const frames = examples.filter(({ linkType }) => linkType === 1).map(({ frame }) => frame);

/** All of reading, from telling what an input is to undoing gzip and Zstandard: whole, and in pieces. */
export const compressedTarget: FuzzTarget = {
  name: 'compressed',

  seeds: () => {
    const captures = [pcapFile(frames), pcapngFile(frames)];
    const gzip = captures.map((bytes) => Uint8Array.from(gzipSync(bytes)));
    const zstd = captures.map((bytes) =>
      Uint8Array.from(zstdCompressSync(bytes, { params: { [constants.ZSTD_c_checksumFlag]: 1 } })),
    );
    const [gzipped, zstandard] = [gzip[0], zstd[0]] as [Uint8Array, Uint8Array];
    return [
      ...captures,
      ...gzip,
      ...zstd,
      join(gzipped, gzipped),
      join(zstandard, u32le(0x184d2a50), u32le(3), zeros(3), zstandard),
      Uint8Array.from(gzipSync(zstandard)),
    ];
  },

  run: async (input) => {
    const [whole, pieces] = [await read(input, input.length), await read(input, Math.ceil(input.length / 7))];
    // Where compressed data is damaged, how much comes out before the damage depends on the pieces.
    if (whole === damaged || pieces === damaged) return;
    expect(whole === pieces, 'something else in pieces than in one', whole, pieces);
  },
};

const damaged = 'damaged';

/** What came of it, in words that can be compared. */
async function read(input: Uint8Array, pieceBytes: number): Promise<string> {
  const digest = new PacketDigest();
  const context = new ReaderContext(digest);
  try {
    const { kind, compression, baseInstantNs } = await readCapture(
      new PieceSource(input, Math.max(pieceBytes, 1)),
      context,
    );
    const { tallies, damage } = context;
    expect(damage.places.length <= 50, 'damage without bound', damage.places.length);
    if (compression !== undefined && damage.count > 0) return damaged;
    return JSON.stringify([kind, compression, String(baseInstantNs), digest.hash, tallies, damage.count]);
  } catch (error) {
    const { code } = error as { code?: string };
    if (captureErrorCodes.some((known) => known === code)) return 'an error with a code';
    throw error;
  }
}
