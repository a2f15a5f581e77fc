import { looksLikePcapng } from '../../../packages/capture/src/formats/pcapng/looks-like-pcapng.ts';
import { PcapngReader } from '../../../packages/capture/src/formats/pcapng.ts';
import { join, zeros } from '../../../packages/capture/test/build/bytes.ts';
import { examples } from '../../../packages/capture/test/build/examples.ts';
import { pcapngBlocks, pcapngFile } from '../../../packages/capture/test/build/pcapng-file.ts';
import { checkReader } from '../oracles/check-reader.ts';
import type { FuzzTarget } from '../target.ts';
import { captureFiles } from './capture-files.ts';

const frames = examples.filter(({ linkType }) => linkType === 1).map(({ frame }) => frame);

/** The reader of pcapng files, of either byte order, with blocks of every kind. */
export const pcapngTarget: FuzzTarget = {
  name: 'pcapng',

  seeds: () => [
    ...captureFiles('pcapng'),
    pcapngFile(frames.slice(0, 5)),
    pcapngFile(frames.slice(0, 5), true),
    everyBlock(false),
    everyBlock(true),
    join(everyBlock(true), everyBlock(false)),
  ],

  run: (input) => {
    if (looksLikePcapng(input, input.length)) checkReader((context) => new PcapngReader(context), input);
  },
};

function everyBlock(bigEndian: boolean): Uint8Array {
  const blocks = pcapngBlocks(bigEndian);
  const [one, two, three] = frames as [Uint8Array, Uint8Array, Uint8Array];
  return join(
    blocks.sectionHeader('a comment'),
    blocks.interfaceDescription({ name: 'eth0', resolution: 9, snapLengthBytes: 4096 }),
    blocks.interfaceDescription({ linkType: 101, resolution: 0x94, offsetSeconds: 7n }),
    blocks.enhancedPacket(one, { ticks: 1_700_000_000_000_000_000n, comments: ['one', 'two'], dropCount: 3n }),
    blocks.simplePacket(two),
    blocks.obsoletePacket(three, { ticks: 5n, dropCount: 1n, comments: ['three'] }),
    blocks.nameResolution([10, 0, 0, 1], 'host.example'),
    blocks.enhancedPacket(one.subarray(14), { interfaceId: 1, ticks: 1n << 40n }),
    blocks.custom(true),
    blocks.custom(false),
    blocks.systemdJournal('MESSAGE=hello\n'),
    blocks.decryptionSecrets('CLIENT_RANDOM 00 00'),
    blocks.block(0x7777, zeros(20)),
    blocks.statistics(0, 4n, 5n),
  );
}
