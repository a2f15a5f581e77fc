import assert from 'node:assert/strict';
import { closeSync, openSync } from 'node:fs';
import { describe, it } from 'node:test';
import { DescriptorSource } from '@fivewhys/capture';
import fc from 'fast-check';
import { compareStories } from '../src/compare-captures.ts';
import { type KeptLeg, keepSegments } from '../src/keep-segments.ts';
import { matchConnections } from '../src/match-connections.ts';
import { surveyCapture } from '../src/survey.ts';

async function read<Result>(name: string, use: (source: DescriptorSource) => Promise<Result>): Promise<Result> {
  const descriptor = openSync(new URL(`../../../captures/vantages/loss/${name}.pcap`, import.meta.url), 'r');
  try {
    return await use(new DescriptorSource(descriptor));
  } finally {
    closeSync(descriptor);
  }
}

const names = ['middle', 'responder'];
const surveys = await Promise.all(names.map((name, input) => read(name, (source) => surveyCapture(input, source))));
const stories = matchConnections(surveys.map(({ sightings }) => sightings));
const kept = await Promise.all(
  names.map((name, input) => {
    const legs = stories.flatMap(({ legs }) => legs.filter(({ sighting }) => sighting.input === input));
    return read(name, (source) => keepSegments(legs, source));
  }),
).then((lists) => lists.flat());

/** The capture of the responder, without what a busy tcpdump would have lost. */
const without = (isLost: (index: number) => boolean): KeptLeg[] =>
  kept.map((leg) =>
    leg.leg.sighting.input === 0
      ? leg
      : {
          ...leg,
          segments: leg.segments.filter(
            ({ from, payloadBytes }, index) => !(from === 'originator' && payloadBytes > 0 && isLost(index)),
          ),
        },
  );

describe('a capture that misses packets', () => {
  it('does not make lost segments of them: the end acknowledged what the capture lacks', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 90, maxLength: 90 }), (lost) => {
        const { connections } = compareStories(
          stories,
          without((index) => lost[index] === true),
          surveys,
          [],
        );
        const journeys = connections.flatMap(({ journeys }) => journeys);
        assert.ok(journeys.length > 60);
        for (const { lost, made } of journeys) {
          assert.notEqual(lost?.absence.kind, 'shown');
          assert.notEqual(made?.absence.kind, 'shown');
        }
      }),
      { numRuns: 100 },
    );
  });

  it('has nothing missing where it misses nothing', () => {
    const { connections } = compareStories(stories, kept, surveys, []);
    assert.deepEqual(
      connections.map(({ journeys }) => journeys.filter(({ lost, made }) => lost ?? made).length),
      [0],
    );
  });
});
