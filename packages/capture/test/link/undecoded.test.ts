import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { join, u16, zeros } from '../build/bytes.ts';
import { linuxSll2 } from '../build/cooked.ts';
import { decodeFrame, tallied } from '../build/decode-frame.ts';
import { ethernet, ethernet8023, llcSnap, pppoe } from '../build/ethernet.ts';
import { exampleIpv4 } from '../build/examples.ts';
import { ipv4 } from '../build/ipv4.ts';
import { bsdNull, frameRelay, ppp } from '../build/point-to-point.ts';
import { udp } from '../build/udp.ts';
import { dataFrame } from '../build/wireless.ts';

const frames: Readonly<Record<string, readonly [linkType: number, frame: Uint8Array]>> = {
  ARP: [1, ethernet(0x0806, zeros(28))],
  LLDP: [1, ethernet(0x88cc, zeros(40))],
  'spanning tree in LLC': [1, ethernet8023(join([0x42, 0x42, 0x03], zeros(35)))],
  'SNAP of an unknown organisation': [1, ethernet8023(llcSnap(0x0800, exampleIpv4, 0x00000c))],
  'PPPoE of another version': [1, ethernet(0x8864, join([0x21], pppoe(ppp(0x0021, exampleIpv4, true)).subarray(1)))],
  'PPP link control': [9, ppp(0xc021, zeros(12))],
  'Frame Relay with an unknown NLPID': [107, frameRelay(0x81, zeros(20))],
  'Frame Relay with an address of five bytes': [107, join([0, 0, 0, 0, 0], zeros(20))],
  'loopback of an unknown family': [0, bsdNull(7, exampleIpv4)],
  'a netlink message in a cooked capture': [276, linuxSll2(0x0800, exampleIpv4, 1, 824)],
  'an encrypted IEEE 802.11 frame': [105, dataFrame(llcSnap(0x0800, exampleIpv4), 0x41)],
  'an IEEE 802.11 beacon': [105, join([0x80, 0x00], zeros(60))],
  'an IEEE 802.11 frame without data': [105, join([0x48, 0x01], zeros(60))],
  UDP: [228, ipv4({ protocol: 17 }, udp(53, 5353, zeros(40)))],
  OSPF: [228, ipv4({ protocol: 89 }, zeros(44))],
  'raw IP of a version that does not exist': [101, join([0x50], zeros(60))],
};

describe('counted as undecoded, without damage and without a segment:', () => {
  for (const [name, [linkType, frame]] of Object.entries(frames)) {
    test(name, async () => {
      const reading = await decodeFrame(linkType, frame);
      assert.deepEqual(tallied(reading), { frames: 1, undecodedFrames: 1 });
      assert.deepEqual(reading.context.damage.places, []);
    });
  }
});

test('an Ethernet frame whose type says IPv4 and whose packet says otherwise is damage', async () => {
  const reading = await decodeFrame(1, join(zeros(12), u16(0x0800), [0x65], zeros(40)));
  assert.deepEqual(tallied(reading), { frames: 1, malformedFrames: 1 });
  assert.deepEqual(reading.context.damage.places, [
    { offsetBytes: 24, frame: 1, reason: 'IP version 6 where 4 was announced' },
  ]);
});
