import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { join, u16, u32, zeros } from '../build/bytes.ts';
import { linuxSll, linuxSll2 } from '../build/cooked.ts';
import { decodeSegment } from '../build/decode-frame.ts';
import { ethernet, linkSource } from '../build/ethernet.ts';
import { exampleIpv4 } from '../build/examples.ts';
import { ipv4 } from '../build/ipv4.ts';
import { pcapFile } from '../build/pcap-file.ts';
import { readBytes } from '../build/read-bytes.ts';
import { vxlan } from '../build/tunnels.ts';

const high = 0x0200_5e10;
const low = 0x2030;

describe("the sender's hardware address is kept from", () => {
  test('Ethernet', async () => {
    const { linkSourceHigh, linkSourceLow } = await decodeSegment(1, ethernet(0x0800, exampleIpv4));
    assert.deepEqual([linkSourceHigh, linkSourceLow], [high, low]);
  });

  test('Linux cooked capture', async () => {
    const { linkSourceHigh, linkSourceLow } = await decodeSegment(113, linuxSll(0x0800, exampleIpv4));
    assert.deepEqual([linkSourceHigh, linkSourceLow], [high, low]);
  });

  test('Linux cooked capture v2, and with it the number of the interface', async () => {
    const segment = await decodeSegment(276, linuxSll2(0x0800, exampleIpv4, 12));
    assert.deepEqual([segment.linkSourceHigh, segment.linkSourceLow, segment.interfaceId], [high, low, 12]);
  });

  test('the innermost of two Ethernet headers, around which a tunnel lies', async () => {
    const inside = ethernet(0x0800, exampleIpv4);
    inside.set([0x06, 0x11, 0x22, 0x33, 0x44, 0x55], 6);
    const outside = ethernet(0x0800, ipv4({ protocol: 17 }, vxlan(inside)));
    const { linkSourceHigh, linkSourceLow } = await decodeSegment(1, outside);
    assert.deepEqual([linkSourceHigh, linkSourceLow], [0x0611_2233, 0x4455]);
  });
});

test('a cooked address of another length than six bytes is none', async () => {
  const frame = join(u16(0), u16(772), u16(8), linkSource, zeros(2), u16(0x0800), exampleIpv4);
  const { linkSourceHigh, linkSourceLow } = await decodeSegment(113, frame);
  assert.deepEqual([linkSourceHigh, linkSourceLow], [0, 0]);
});

test('a frame without hardware address does not inherit the one of the frame before', async () => {
  const loopback = linuxSll2(0x0800, exampleIpv4, 1, 772);
  loopback[11] = 0;
  const { segments } = await readBytes(pcapFile([linuxSll2(0x0800, exampleIpv4), loopback], { linkType: 276 }));
  assert.deepEqual(
    segments.map(({ linkSourceHigh, linkSourceLow, interfaceId }) => [linkSourceHigh, linkSourceLow, interfaceId]),
    [
      [high, low, 3],
      [0, 0, 1],
    ],
  );
});

test('a hardware address with its top bit set stays a 32-bit number', async () => {
  const frame = ethernet(0x0800, exampleIpv4);
  frame.set(u32(0xfeff_ffff), 6);
  const { linkSourceHigh } = await decodeSegment(1, frame);
  assert.equal(linkSourceHigh, 0xfeff_ffff | 0);
});
