import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ACK, AE, CWR, ECE, FIN, HEADER_PAST_PACKET, HEADER_TOO_SHORT, PSH, RST, SYN, URG } from '@fivewhys/capture';
import fc from 'fast-check';
import { ascii, zeros } from '../build/bytes.ts';
import { decodeFrame, decodeSegment, tallied } from '../build/decode-frame.ts';
import { ipv4 } from '../build/ipv4.ts';
import { pcapFile } from '../build/pcap-file.ts';
import { readBytes } from '../build/read-bytes.ts';
import { type TcpFields, tcp } from '../build/tcp.ts';

const raw = 228;

describe('of the TCP header', () => {
  test('every field is read as it was written', async () => {
    const port = fc.integer({ min: 0, max: 0xffff });
    const number = fc.integer({ min: -0x8000_0000, max: 0x7fff_ffff });
    const fields = fc.record(
      {
        sourcePort: port,
        destinationPort: port,
        sequence: number,
        acknowledgment: number,
        flags: fc.integer({ min: 0, max: 0x1ff }),
        window: port,
      },
      { noNullPrototype: true },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fields, { minLength: 1, maxLength: 200 }), async (headers) => {
        const frames = headers.map((header) => ipv4({}, tcp(header)));
        const { segments } = await readBytes(pcapFile(frames, { linkType: raw }));
        assert.deepEqual(
          segments.map(({ sourcePort, destinationPort, sequence, acknowledgment, flags, window }) => {
            return { sourcePort, destinationPort, sequence, acknowledgment, flags, window };
          }),
          headers,
        );
      }),
      { numRuns: 20 },
    );
  });

  test('the flags have the bits of RFC 9293, and AE is the ninth', async () => {
    for (const [bit, flag] of [FIN, SYN, RST, PSH, ACK, URG, ECE, CWR, AE].entries()) {
      assert.equal(flag, 1 << bit);
      assert.equal((await segmentOf({ flags: 1 << bit })).flags, flag);
    }
  });

  test('the acknowledgment is kept also without the ACK flag: some systems put a number there in a RST', async () => {
    assert.equal((await segmentOf({ flags: RST, acknowledgment: 77 })).acknowledgment, 77);
  });
});

describe('the payload', () => {
  test('begins behind the options and ends with the IP packet', async () => {
    const segment = await decodeSegment(raw, ipv4({}, tcp({ options: zeros(40) }, ascii('abc'))));
    assert.deepEqual([segment.payloadBytes, segment.capturedPayloadBytes, segment.payload], [3, 3, ascii('abc')]);
  });

  test('has its length from the IP header when the capture cuts it', async () => {
    const frame = ipv4({}, tcp({}, zeros(1000)));
    const segment = await decodeSegment(raw, { frame: frame.subarray(0, 140), originalBytes: frame.length });
    assert.deepEqual([segment.payloadBytes, segment.capturedPayloadBytes], [1000, 100]);
  });
});

describe('a header length', () => {
  for (const dataOffset of [0, 1, 4]) {
    test(`of ${dataOffset} words is damage: there is no room for the header's own fields`, async () => {
      await checkDamaged(tcp({ dataOffset }), `TCP header length ${dataOffset * 4} is below 20`);
    });
  }

  test('that goes past the packet is damage', async () => {
    await checkDamaged(tcp({ dataOffset: 15 }), "TCP header length 60 goes past the IP packet's end");
  });

  test('that the packet does not even hold is damage, from sixteen bytes on a segment', async () => {
    for (const length of [16, 17, 18, 19]) {
      await checkDamaged(tcp().subarray(0, length), `the IP packet ends ${length} bytes into the TCP header`);
    }
    for (const length of [0, 8, 15]) {
      const reading = await decodeFrame(raw, ipv4({}, tcp().subarray(0, length)));
      assert.deepEqual(tallied(reading), { frames: 1, malformedFrames: 1 });
    }
  });

  test('that ends where the packet ends is right', async () => {
    const { malformed, payloadBytes } = await segmentOf({ options: zeros(40) });
    assert.deepEqual([malformed, payloadBytes], [0, 0]);
  });

  test('that goes past what was captured is no damage', async () => {
    const frame = ipv4({}, tcp({ options: zeros(40) }));
    const reading = await decodeFrame(raw, { frame: frame.subarray(0, 45), originalBytes: frame.length });
    assert.equal(reading.context.damage.count, 0);
    assert.equal(reading.segments[0]?.malformed, 0);
  });
});

test('fourteen captured bytes are enough: ports, numbers and flags; the window is then 0', async () => {
  const frame = ipv4({}, tcp({ sequence: 9, flags: RST, window: 4000 }));
  const segment = await decodeSegment(raw, { frame: frame.subarray(0, 34), originalBytes: frame.length });
  assert.deepEqual([segment.sequence, segment.flags, segment.window], [9, RST, 0]);
  const reading = await decodeFrame(raw, { frame: frame.subarray(0, 33), originalBytes: frame.length });
  assert.deepEqual(tallied(reading), { frames: 1, cutHeaders: 1 });
});

/** Such a segment is handed on all the same, marked: Wireshark numbers a stream by it. */
async function checkDamaged(segmentBytes: Uint8Array, reason: string): Promise<void> {
  const reading = await decodeFrame(raw, ipv4({}, segmentBytes));
  assert.deepEqual(tallied(reading), { frames: 1, tcpFrames: 1, segments: 1 });
  assert.deepEqual(reading.context.damage.places, [{ offsetBytes: 24, frame: 1, reason }]);
  const [segment] = reading.segments;
  assert.equal(segment?.malformed, reason.endsWith('below 20') ? HEADER_TOO_SHORT : HEADER_PAST_PACKET);
  assert.deepEqual([segment.payloadBytes, segment.options], [0, 0]);
  assert.deepEqual([segment?.sourcePort, segment?.destinationPort], [40_001, 443]);
}

function segmentOf(fields: TcpFields) {
  return decodeSegment(raw, ipv4({}, tcp(fields)));
}
