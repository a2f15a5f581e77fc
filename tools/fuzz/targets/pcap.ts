import { looksLikePcap, PcapReader } from '../../../packages/capture/src/formats/pcap.ts';
import { join } from '../../../packages/capture/test/build/bytes.ts';
import { examples } from '../../../packages/capture/test/build/examples.ts';
import { pcapFile } from '../../../packages/capture/test/build/pcap-file.ts';
import { checkReader } from '../oracles/check-reader.ts';
import type { FuzzTarget } from '../target.ts';
import { captureFiles } from './capture-files.ts';

const frames = examples.filter(({ linkType }) => linkType === 1).map(({ frame }) => frame);

/** The reader of pcap files, of every variant. */
export const pcapTarget: FuzzTarget = {
  name: 'pcap',

  seeds: () => [
    ...captureFiles('pcap'),
    pcapFile(frames),
    pcapFile(frames.slice(0, 4), { bigEndian: true, nanoseconds: true }),
    pcapFile(frames.slice(0, 4), { longRecordHeaders: true }),
    join(pcapFile(frames.slice(0, 2)), pcapFile(frames.slice(2, 5), { bigEndian: true })),
    pcapFile([]),
  ],

  run: (input) => {
    if (looksLikePcap(input, input.length)) checkReader((context) => new PcapReader(context), input);
  },
};
