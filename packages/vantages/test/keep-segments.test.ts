import assert from 'node:assert/strict';
import { closeSync, openSync } from 'node:fs';
import { describe, it } from 'node:test';
import { DescriptorSource } from '@fivewhys/capture';
import { keepSegments } from '../src/keep-segments.ts';
import { surveyCapture } from '../src/survey.ts';

async function read<Result>(path: string, use: (source: DescriptorSource) => Promise<Result>): Promise<Result> {
  const descriptor = openSync(new URL(`../../../captures/${path}`, import.meta.url), 'r');
  try {
    return await use(new DescriptorSource(descriptor));
  } finally {
    closeSync(descriptor);
  }
}

describe('the second reading', () => {
  for (const path of ['vantages/loss/originator.pcap', 'keep-alive-race-ipv6.pcap', 'time-wait-reuse.pcap']) {
    it(`keeps each TCP segment once, with the connection that the first reading put it in: ${path}`, async () => {
      const { sightings } = await read(path, (source) => surveyCapture(0, source));
      const legs = sightings.map((sighting) => ({ sighting, turned: false }));
      const kept = await read(path, (source) => keepSegments(legs, source));
      const frames = kept.flatMap(({ segments }) => segments.map(({ frame }) => frame));
      assert.equal(new Set(frames).size, frames.length);
      for (const { leg, segments, leftOut } of kept) {
        const { firstFrame, lastFrame, half } = leg.sighting;
        assert.deepEqual([segments[0]?.frame, segments.at(-1)?.frame, leftOut], [firstFrame, lastFrame, 0]);
        const resets = half.originator.resets + half.responder.resets;
        assert.equal(segments.length, leg.sighting.segments + resets);
      }
    });
  }

  it('turns the ends round where the capture took them the other way', async () => {
    const path = 'vantages/loss/originator.pcap';
    const { sightings } = await read(path, (source) => surveyCapture(0, source));
    const [own, turned] = await Promise.all(
      [false, true].map((turned) =>
        read(path, (source) =>
          keepSegments(
            sightings.map((sighting) => ({ sighting, turned })),
            source,
          ),
        ),
      ),
    );
    assert.deepEqual([own?.[0]?.segments[0]?.from, turned?.[0]?.segments[0]?.from], ['originator', 'responder']);
  });
});
