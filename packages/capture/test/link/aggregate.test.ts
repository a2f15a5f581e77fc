import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { join, u16, zeros } from '../build/bytes.ts';
import { decodeFrame, tallied } from '../build/decode-frame.ts';
import { ethernet, llcSnap } from '../build/ethernet.ts';
import { exampleIpv4, exampleIpv6 } from '../build/examples.ts';
import { icmpError } from '../build/icmp.ts';
import { ipv4 } from '../build/ipv4.ts';
import { tcp } from '../build/tcp.ts';
import { gre } from '../build/tunnels.ts';
import { aggregate, qosDataFrame } from '../build/wireless.ts';

const arp = llcSnap(0x0806, zeros(28));

function packet(sequence: number, payloadBytes = 0): Uint8Array {
  return llcSnap(0x0800, ipv4({}, tcp({ sequence }, zeros(payloadBytes))));
}

describe('an IEEE 802.11 aggregate', () => {
  test('hands on the segment of each of its packets, in order and under one frame number', async () => {
    const reading = await decodeFrame(105, qosDataFrame(aggregate([packet(1), packet(2, 5), packet(3)]), true));
    assert.deepEqual(
      reading.segments.map(({ frame, sequence, payloadBytes, tunnels }) => [frame, sequence, payloadBytes, tunnels]),
      [
        [1, 1, 0, 0],
        [1, 2, 5, 0],
        [1, 3, 0, 0],
      ],
    );
    assert.deepEqual(tallied(reading), { frames: 1, tcpFrames: 1, segments: 3 });
  });

  test('is a TCP frame also when only its last packet is TCP', async () => {
    const { tallies } = (await decodeFrame(105, qosDataFrame(aggregate([arp, arp, packet(9)]), true))).context;
    assert.deepEqual([tallies.frames, tallies.tcpFrames, tallies.segments], [1, 1, 1]);
  });

  test('may hold IPv4, IPv6 and an ICMP error side by side', async () => {
    const error = ipv4({ protocol: 1 }, icmpError(3, 1, exampleIpv4));
    const packets = [llcSnap(0x0800, exampleIpv4), llcSnap(0x86dd, exampleIpv6), llcSnap(0x0800, error)];
    const { segments, icmpErrors } = await decodeFrame(105, qosDataFrame(aggregate(packets), true));
    assert.deepEqual(
      segments.map(({ family }) => family),
      [4, 6],
    );
    assert.equal(icmpErrors.length, 1);
  });

  test('keeps what is whole when the capture cuts it inside a later packet', async () => {
    const frame = qosDataFrame(aggregate([packet(1), packet(2), packet(3)]), true);
    const { segments } = await decodeFrame(105, { frame: frame.subarray(0, -45), originalBytes: frame.length });
    assert.deepEqual(
      segments.map(({ sequence }) => sequence),
      [1, 2],
    );
  });

  test('ends at a subframe of length 0', async () => {
    const frame = qosDataFrame(join(aggregate([packet(1), arp]), zeros(14), aggregate([packet(2)])), true);
    const { segments } = await decodeFrame(105, frame);
    assert.equal(segments.length, 1);
  });

  test('gives a packet with IP total length 0 no more than its own subframe', async () => {
    const offloaded = llcSnap(0x0800, ipv4({ totalLength: 0 }, tcp({ sequence: 1 }, zeros(7))));
    const { segments } = await decodeFrame(105, qosDataFrame(aggregate([offloaded, packet(2), offloaded]), true));
    assert.deepEqual(
      segments.map(({ payloadBytes }) => payloadBytes),
      [7, 0, 7],
    );
  });

  test('in a tunnel gives each of its packets that tunnel', async () => {
    const inside = qosDataFrame(aggregate([packet(1), packet(2)]), true);
    const frame = ethernet(0x0800, ipv4({ protocol: 47 }, gre(0x8200, inside)));
    const { segments } = await decodeFrame(1, frame);
    assert.deepEqual(
      segments.map(({ sequence, tunnels }) => [sequence, tunnels]),
      [
        [1, 1],
        [2, 1],
      ],
    );
  });

  test('of sixteen thousand empty packets in one frame is read in less than a second', async () => {
    const subframe = join(zeros(12), u16(1), zeros(2));
    const frame = qosDataFrame(join(...new Array<Uint8Array>(16_000).fill(subframe)), true);
    const startMs = performance.now();
    const { context } = await decodeFrame(105, frame);
    assert.equal(context.tallies.frames, 1);
    assert.ok(performance.now() - startMs < 1000);
  });
});
