import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { formatAddress } from '@fivewhys/capture';
import { decodeSegment } from './build/decode-frame.ts';
import { examplePayload, exampleSegment, examples } from './build/examples.ts';
import { pcapFile } from './build/pcap-file.ts';
import { readBytes } from './build/read-bytes.ts';

describe('a TCP segment is found, with all its numbers, in', () => {
  for (const example of examples) {
    test(example.name, async () => {
      const segment = await decodeSegment(example.linkType, example.frame);
      const { source0, source1, source2, source3, family } = segment;
      const { destination0, destination1, destination2, destination3 } = segment;
      for (const [field, value] of Object.entries(exampleSegment)) {
        assert.equal(segment[field as keyof typeof exampleSegment], value, field);
      }
      assert.deepEqual(segment.payload, examplePayload);
      assert.equal(family, example.family);
      assert.equal(segment.tunnels, example.tunnels);
      assert.deepEqual(
        [
          formatAddress(family, source0, source1, source2, source3, []),
          formatAddress(family, destination0, destination1, destination2, destination3, []),
        ],
        family === 4 ? ['10.1.2.3', '10.9.8.7'] : ['2001:db8::1', '2001:db8:0:9::2'],
      );
    });
  }
});

/** From the flags of the TCP header to the frame's end, without padding: as soon as they are captured, a segment is handed on. */
const bytesBehindFlags = examplePayload.length + 32 - 14;

describe('cut by the snap length, anywhere, nothing is thrown and each frame counts once, and from the TCP flags on it is a segment, in', () => {
  for (const { name, linkType, frame } of examples) {
    test(name, async () => {
      // Frame n of this capture has n - 1 bytes.
      const cuts = Array.from(frame, (_, captured) => ({
        frame: frame.subarray(0, captured),
        originalBytes: frame.length,
      }));
      const { segments, context } = await readBytes(pcapFile(cuts, { linkType }));
      const { tallies, damage } = context;
      assert.equal(tallies.frames, cuts.length);
      assert.equal(tallies.tcpFrames + tallies.cutHeaders + tallies.undecodedFrames, cuts.length);
      assert.equal(damage.count, 0);

      const payloadAt = Buffer.from(frame.buffer, frame.byteOffset, frame.length).lastIndexOf(examplePayload);
      const firstSeen = payloadAt + examplePayload.length - bytesBehindFlags;
      assert.deepEqual(
        segments.map((segment) => segment.frame - 1),
        Array.from({ length: frame.length - firstSeen }, (_, index) => firstSeen + index),
      );
      for (const { frame: number, payload, payloadBytes, sequence } of segments) {
        assert.equal(payloadBytes, examplePayload.length);
        assert.equal(sequence, exampleSegment.sequence);
        assert.deepEqual(payload, examplePayload.subarray(0, Math.max(number - 1 - payloadAt, 0)));
      }
    });
  }
});
