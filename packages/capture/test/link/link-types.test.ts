import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { decodeSegment, tallied } from '../build/decode-frame.ts';
import { type Example, exampleIpv4, examples } from '../build/examples.ts';
import { pcapFile } from '../build/pcap-file.ts';
import { readBytes } from '../build/read-bytes.ts';

/** The numbers of tcpdump.org/linktypes.html under which TCP is looked for, and the three that systems wrote into files before there was a registry. */
const registry: Readonly<Record<string, number>> = {
  LINKTYPE_NULL: 0,
  LINKTYPE_ETHERNET: 1,
  LINKTYPE_PPP: 9,
  'DLT_RAW of most systems': 12,
  'DLT_RAW of OpenBSD': 14,
  LINKTYPE_PPP_HDLC: 50,
  LINKTYPE_PPP_ETHER: 51,
  LINKTYPE_ATM_RFC1483: 100,
  LINKTYPE_RAW: 101,
  LINKTYPE_C_HDLC: 104,
  LINKTYPE_IEEE802_11: 105,
  LINKTYPE_FRELAY: 107,
  LINKTYPE_LOOP: 108,
  LINKTYPE_LINUX_SLL: 113,
  LINKTYPE_IEEE802_11_RADIOTAP: 127,
  LINKTYPE_PPI: 192,
  LINKTYPE_IPV4: 228,
  LINKTYPE_IPV6: 229,
  LINKTYPE_NFLOG: 239,
  LINKTYPE_IPOIB: 242,
  LINKTYPE_LINUX_SLL2: 276,
};

test('every link type that is read has an example here, and every example has a number of the registry', () => {
  const numbers = new Set(examples.map(({ linkType }) => linkType));
  assert.deepEqual([...numbers].sort(ascending), Object.values(registry).sort(ascending));
});

test('every other link type up to 400 is not read, and the damage report says so', async () => {
  const read = new Set(Object.values(registry));
  for (let linkType = 0; linkType <= 400; linkType += 1) {
    const { context } = await readBytes(pcapFile([], { linkType }));
    const reason = `link type ${linkType} is not decoded: its frames are counted, not read`;
    assert.deepEqual(context.damage.places, read.has(linkType) ? [] : [{ offsetBytes: 20, reason }]);
  }
});

describe("the upper bits of a pcap header's link type, which hold the length of the frame check sequence,", () => {
  for (const bigEndian of [false, true]) {
    test(`change nothing when the link type is read (${bigEndian ? 'big' : 'little'}-endian)`, async () => {
      const linkType = 0x2400_0000 | 1; // four bytes of FCS, the bit that says so, Ethernet
      const ethernet = examples[0] as Example;
      const { segments, context } = await readBytes(pcapFile([ethernet.frame], { linkType, bigEndian }));
      assert.equal(segments.length, 1);
      assert.deepEqual(context.interfaces, [{ linkType: 1, snapLengthBytes: 262_144 }]);
    });
  }

  test('change nothing when it is not', async () => {
    const { context } = await readBytes(pcapFile([exampleIpv4], { linkType: (0x2400_0000 | 147) >>> 0 }));
    assert.deepEqual(context.interfaces, [{ linkType: 147, snapLengthBytes: 262_144 }]);
    assert.match(context.damage.places[0]?.reason ?? '', /^link type 147 is not decoded/);
  });

  test('are not taken for a part of the payload: an FCS behind the packet is cut off by the IP length', async () => {
    const ethernet = examples[0] as Example;
    const frame = Uint8Array.from([...ethernet.frame, 1, 2, 3, 4]);
    const { payloadBytes, capturedPayloadBytes } = await decodeSegment(1, frame);
    assert.deepEqual([payloadBytes, capturedPayloadBytes], [16, 16]);
  });
});

test('frames of a link type that is not read count as undecoded, each of them', async () => {
  const reading = await readBytes(pcapFile([exampleIpv4, exampleIpv4, exampleIpv4], { linkType: 147 }));
  assert.deepEqual(tallied(reading), { frames: 3, undecodedFrames: 3 });
});

function ascending(a: number, b: number): number {
  return a - b;
}
