import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ascii, zeros } from '../build/bytes.ts';
import { decodeFrame, decodeSegment, tallied } from '../build/decode-frame.ts';
import { ethernet } from '../build/ethernet.ts';
import { type Ipv4Fields, ipv4 } from '../build/ipv4.ts';
import { pcapFile } from '../build/pcap-file.ts';
import { readBytes } from '../build/read-bytes.ts';
import { tcp } from '../build/tcp.ts';
import { udp } from '../build/udp.ts';

const raw = 228;
const payload = ascii('twelve bytes');

function packet(fields: Ipv4Fields, bytes = payload): Uint8Array {
  return ipv4(fields, tcp({}, bytes));
}

describe('of the IPv4 header a segment has', () => {
  for (const dontFragment of [false, true]) {
    test(`TTL, identification and DF ${dontFragment ? 'on' : 'off'}`, async () => {
      const segment = await decodeSegment(raw, packet({ ttl: 249, id: 0xfffe, dontFragment }));
      assert.deepEqual([segment.ttl, segment.ipId, segment.dontFragment], [249, 0xfffe, dontFragment ? 1 : 0]);
    });
  }

  test('addresses as signed words, so that they stay small integers', async () => {
    const segment = await decodeSegment(raw, packet({ source: '255.1.2.3', destination: '128.0.0.1' }));
    assert.deepEqual([segment.source3, segment.destination3], [0xff01_0203 | 0, 0x8000_0001 | 0]);
    assert.deepEqual([segment.source0, segment.source1, segment.source2, segment.family], [0, 0, 0, 4]);
  });
});

test('the payload ends where the IP total length says, whatever padding follows', async () => {
  const segment = await decodeSegment(1, ethernet(0x0800, packet({}, ascii('!')), 60));
  assert.deepEqual([segment.payloadBytes, segment.capturedPayloadBytes, segment.payload], [1, 1, ascii('!')]);
});

test('a header of fifteen words, all options, is stepped over', async () => {
  const { payload: read } = await decodeSegment(raw, packet({ options: new Array(40).fill(1) }));
  assert.deepEqual(read, payload);
});

describe('segmentation offload', () => {
  test('a total length of 0 means that the frame lasts to its end', async () => {
    const reading = await decodeFrame(raw, packet({ totalLength: 0 }));
    assert.equal(reading.segments[0]?.payloadBytes, payload.length);
    assert.deepEqual(tallied(reading), { frames: 1, tcpFrames: 1, segments: 1, offloadedSegments: 1 });
  });

  test('a total length of 0 in a frame that was cut counts by its original length', async () => {
    const frame = packet({ totalLength: 0 }, zeros(60_000));
    const segment = await decodeSegment(raw, { frame: frame.subarray(0, 96), originalBytes: frame.length });
    assert.deepEqual([segment.payloadBytes, segment.capturedPayloadBytes], [60_000, 96 - 40]);
  });

  test('a made-up original length does not count', async () => {
    const frame = packet({ totalLength: 0 });
    const segment = await decodeSegment(raw, { frame, originalBytes: 0xffff_ffff });
    assert.equal(segment.payloadBytes, payload.length);
  });

  test('a packet longer than any interface sends was merged after receiving, or not yet cut up', async () => {
    const merged = await decodeFrame(raw, packet({}, zeros(20_000)));
    const jumbo = await decodeFrame(raw, packet({}, zeros(9176)));
    assert.equal(merged.context.tallies.offloadedSegments, 1);
    assert.equal(jumbo.context.tallies.offloadedSegments, 0);
    assert.equal(merged.segments[0]?.payloadBytes, 20_000);
  });
});

describe('fragments', () => {
  test('the first holds the TCP header: it is a segment, with the payload of this fragment alone', async () => {
    const whole = tcp({}, zeros(100));
    const reading = await decodeFrame(raw, ipv4({ moreFragments: true, id: 7 }, whole.subarray(0, 64)));
    assert.equal(reading.segments[0]?.payloadBytes, 44);
    assert.deepEqual(tallied(reading), { frames: 1, tcpFrames: 1, segments: 1, firstFragments: 1 });
  });

  test('those after it hide the TCP header: they are counted and not guessed at', async () => {
    const middle = ipv4({ moreFragments: true, fragmentOffset: 8, id: 7 }, zeros(64));
    const last = ipv4({ fragmentOffset: 16, id: 7 }, zeros(9));
    const reading = await readBytes(pcapFile([middle, last], { linkType: raw }));
    assert.deepEqual(tallied(reading), { frames: 2, fragmentsHidingTcp: 2 });
  });

  test('of something else than TCP are undecoded', async () => {
    const reading = await decodeFrame(raw, ipv4({ fragmentOffset: 185, protocol: 17 }, zeros(64)));
    assert.deepEqual(tallied(reading), { frames: 1, undecodedFrames: 1 });
  });

  test('whose first is too short for a TCP header (RFC 1858) are damage, not a segment', async () => {
    const reading = await decodeFrame(raw, ipv4({ moreFragments: true }, tcp().subarray(0, 8)));
    assert.deepEqual(tallied(reading), { frames: 1, malformedFrames: 1 });
    assert.equal(reading.context.damage.places[0]?.reason, 'the IP packet ends 8 bytes into the TCP header');
  });

  test('a first fragment is not remembered for the next frame', async () => {
    const first = ipv4({ moreFragments: true }, tcp());
    const reading = await readBytes(pcapFile([first, packet({}), packet({})], { linkType: raw }));
    assert.equal(reading.context.tallies.firstFragments, 1);
  });
});

describe('damage that is reported with its frame, and without a segment:', () => {
  const damaged: Readonly<Record<string, readonly [fields: Ipv4Fields, reason: string]>> = {
    'a header of four words': [{ headerWords: 4 }, 'IPv4 header length 16 is below 20'],
    'a header of no words': [{ headerWords: 0 }, 'IPv4 header length 0 is below 20'],
    'a total length below the header': [{ totalLength: 19 }, "IPv4 total length 19 is below the header's 20"],
    'version 5': [{ version: 5 }, 'IP version 5 where 4 was announced'],
    'a total length that ends before the TCP header does': [
      { totalLength: 35 },
      'the IP packet ends 15 bytes into the TCP header',
    ],
  };
  for (const [name, [fields, reason]] of Object.entries(damaged)) {
    test(name, async () => {
      const reading = await decodeFrame(raw, packet(fields));
      assert.deepEqual(tallied(reading), { frames: 1, malformedFrames: 1 });
      assert.deepEqual(reading.context.damage.places, [{ offsetBytes: 24, frame: 1, reason }]);
    });
  }
});

test('a total length beyond the frame is a frame cut short: the payload has the length that was sent', async () => {
  const segment = await decodeSegment(raw, packet({ totalLength: 1500 }));
  assert.deepEqual([segment.payloadBytes, segment.capturedPayloadBytes], [1460, payload.length]);
});

test('a header whose options go past what was captured is cut', async () => {
  const frame = packet({ options: new Array(40).fill(1) });
  const reading = await decodeFrame(raw, { frame: frame.subarray(0, 40), originalBytes: frame.length });
  assert.deepEqual(tallied(reading), { frames: 1, cutHeaders: 1 });
});

test('UDP is no TCP, whatever bytes it carries', async () => {
  const reading = await decodeFrame(raw, ipv4({ protocol: 17 }, udp(40_001, 443, tcp())));
  assert.deepEqual(tallied(reading), { frames: 1, undecodedFrames: 1 });

  test('a total length beyond the frame is no larger packet', async () => {
    const claimed = await decodeFrame(raw, packet({ totalLength: 9587 }, zeros(1460)));
    assert.equal(claimed.context.tallies.offloadedSegments, 0);
    assert.equal(claimed.context.tallies.segments, 1);
  });
});
