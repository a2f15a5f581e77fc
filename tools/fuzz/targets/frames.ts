import { looksLikePcap, PcapReader } from '../../../packages/capture/src/formats/pcap.ts';
import { join, u16 } from '../../../packages/capture/test/build/bytes.ts';
import { llcSnap } from '../../../packages/capture/test/build/ethernet.ts';
import { exampleIpv4, exampleIpv6, examples } from '../../../packages/capture/test/build/examples.ts';
import { icmpError, icmpv6Error } from '../../../packages/capture/test/build/icmp.ts';
import { ipv4 } from '../../../packages/capture/test/build/ipv4.ts';
import { ipv6 } from '../../../packages/capture/test/build/ipv6.ts';
import { pcapHeader, pcapRecord } from '../../../packages/capture/test/build/pcap-file.ts';
import { aggregate, qosDataFrame } from '../../../packages/capture/test/build/wireless.ts';
import { checkReader } from '../oracles/check-reader.ts';
import type { FuzzTarget } from '../target.ts';

/** What is cut off the frame in the second record, so that each input shows also what the snap length does. */
const cutBytes = 11;

/**
 * The decoders of all link layers, networks and tunnels: an input is a link type of two bytes and a frame. The frame is read whole, and once more cut short, from a
 * pcap file that is right, so that nothing is spent on records that are not.
 */
export const framesTarget: FuzzTarget = {
  name: 'frames',

  seeds: () => [
    ...examples.map(({ linkType, frame }) => join(u16(linkType), frame)),
    join(u16(228), ipv4({ protocol: 1 }, icmpError(3, 4, exampleIpv4, 1400))),
    join(u16(229), ipv6({ nextHeader: 58 }, icmpv6Error(2, 0, exampleIpv6, 1280))),
    join(
      u16(105),
      qosDataFrame(aggregate([llcSnap(0x0800, exampleIpv4), llcSnap(0x86dd, exampleIpv6), llcSnap(0x0806, [])]), true),
    ),
  ],

  run: (input) => {
    if (input.length < 2) return;
    const linkType = ((input[0] as number) << 8) | (input[1] as number);
    const frame = input.subarray(2, 2 + 200_000);
    const cut = frame.subarray(0, Math.max(frame.length - cutBytes, 0));
    const file = join(
      pcapHeader({ linkType }),
      pcapRecord(frame),
      pcapRecord({ frame: cut, originalBytes: frame.length }, 1),
      pcapRecord(frame, 2),
    );
    if (!looksLikePcap(file, file.length)) throw new Error('the target is wrong: it makes no pcap');
    const { context } = checkReader((made) => new PcapReader(made), file);
    if (frame.length > 0 && context.tallies.frames !== 3)
      throw new Error(`three frames, and ${context.tallies.frames} were read`);
  },
};
