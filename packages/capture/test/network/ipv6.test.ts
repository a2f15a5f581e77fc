import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { UNKNOWN } from '@fivewhys/capture';
import { ascii, join, zeros } from '../build/bytes.ts';
import { decodeFrame, decodeSegment, tallied } from '../build/decode-frame.ts';
import { extensionHeader, fragmentHeader, ipv6 } from '../build/ipv6.ts';
import { tcp } from '../build/tcp.ts';

const raw = 229;
const payload = ascii('twelve bytes');
const segmentBytes = tcp({}, payload);

test('a segment has the hop limit as TTL, no identification, and DF, because no IPv6 router fragments', async () => {
  const segment = await decodeSegment(raw, ipv6({ hopLimit: 3 }, segmentBytes));
  assert.deepEqual([segment.ttl, segment.ipId, segment.dontFragment, segment.family], [3, UNKNOWN, 1, 6]);
});

test('all four words of both addresses are kept', async () => {
  const fields = { source: '1:2:3:4:5:6:7:8', destination: 'ffff:fffe:fffd:fffc:fffb:fffa:fff9:fff8' };
  const segment = await decodeSegment(raw, ipv6(fields, segmentBytes));
  assert.deepEqual(
    [segment.source0, segment.source1, segment.source2, segment.source3],
    [0x10002, 0x30004, 0x50006, 0x70008],
  );
  assert.deepEqual(
    [segment.destination0, segment.destination1, segment.destination2, segment.destination3],
    [-2, 0xfffd_fffc | 0, 0xfffb_fffa | 0, 0xfff9_fff8 | 0],
  );
});

describe('extension headers', () => {
  test('of the greatest length are stepped over', async () => {
    const frame = ipv6({ nextHeader: 60 }, join([6, 255], zeros(2046), segmentBytes));
    assert.deepEqual((await decodeSegment(raw, frame)).payload, payload);
  });

  for (const nextHeader of [135, 139, 140]) {
    test(`of type ${nextHeader} are stepped over`, async () => {
      const frame = ipv6({ nextHeader }, join(extensionHeader(6), segmentBytes));
      assert.deepEqual((await decodeSegment(raw, frame)).payload, payload);
    });
  }

  test('may be fifteen in a row', async () => {
    const { segments } = await decodeFrame(raw, chain(15));
    assert.equal(segments.length, 1);
  });

  test('without end are damage', async () => {
    const reading = await decodeFrame(raw, chain(40));
    assert.deepEqual(tallied(reading), { frames: 1, malformedFrames: 1 });
    assert.equal(reading.context.damage.places[0]?.reason, 'more than 16 IPv6 extension headers');
  });

  test('that end with no next header hold nothing', async () => {
    const reading = await decodeFrame(raw, ipv6({ nextHeader: 0 }, extensionHeader(59)));
    assert.deepEqual(tallied(reading), { frames: 1, undecodedFrames: 1 });
  });

  test('that go past what was captured are cut', async () => {
    const frame = ipv6({ nextHeader: 60 }, join([6, 255], zeros(2046), segmentBytes));
    const reading = await decodeFrame(raw, { frame: frame.subarray(0, 100), originalBytes: frame.length });
    assert.deepEqual(tallied(reading), { frames: 1, cutHeaders: 1 });
  });

  test('encrypted payload (ESP) is not looked into', async () => {
    const reading = await decodeFrame(raw, ipv6({ nextHeader: 50 }, segmentBytes));
    assert.deepEqual(tallied(reading), { frames: 1, undecodedFrames: 1 });
  });
});

describe('fragments', () => {
  test('the first holds the TCP header', async () => {
    const reading = await decodeFrame(raw, ipv6({ nextHeader: 44 }, join(fragmentHeader(6, 0, true), segmentBytes)));
    assert.deepEqual(tallied(reading), { frames: 1, tcpFrames: 1, segments: 1, firstFragments: 1 });
  });

  test('those after it hide it', async () => {
    const reading = await decodeFrame(raw, ipv6({ nextHeader: 44 }, join(fragmentHeader(6, 1, false), zeros(40))));
    assert.deepEqual(tallied(reading), { frames: 1, fragmentsHidingTcp: 1 });
  });

  test('of something else than TCP are undecoded', async () => {
    const reading = await decodeFrame(raw, ipv6({ nextHeader: 44 }, join(fragmentHeader(17, 1, true), zeros(40))));
    assert.deepEqual(tallied(reading), { frames: 1, undecodedFrames: 1 });
  });
});

describe('a payload length of 0', () => {
  test('means that the frame lasts to its end: a jumbogram, or one before segmentation', async () => {
    const reading = await decodeFrame(raw, ipv6({ payloadLength: 0 }, tcp({}, zeros(70_000))));
    assert.equal(reading.segments[0]?.payloadBytes, 70_000);
    assert.equal(reading.context.tallies.offloadedSegments, 1);
  });

  test('behind a hop-by-hop header with the jumbo option (RFC 2675) means the same', async () => {
    const jumbo = join([6, 0, 0xc2, 4], [0, 1, 0x11, 0x74]);
    const frame = ipv6({ payloadLength: 0, nextHeader: 0 }, join(jumbo, tcp({}, zeros(70_000))));
    assert.equal((await decodeSegment(raw, frame)).payloadBytes, 70_000);
  });
});

test('a version other than 6 is damage', async () => {
  const reading = await decodeFrame(raw, ipv6({ version: 7 }, segmentBytes));
  assert.deepEqual(tallied(reading), { frames: 1, malformedFrames: 1 });
  assert.equal(reading.context.damage.places[0]?.reason, 'IP version 7 where 6 was announced');
});

function chain(count: number): Uint8Array {
  const headers = Array.from({ length: count }, (_, index) => extensionHeader(index === count - 1 ? 6 : 60));
  return ipv6({ nextHeader: 60 }, join(...headers, segmentBytes));
}
