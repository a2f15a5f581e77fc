import assert from 'node:assert/strict';
import { closeSync, openSync } from 'node:fs';
import { describe, it } from 'node:test';
import { DescriptorSource } from '@fivewhys/capture';
import { matchConnections } from '../src/match-connections.ts';
import { type Sighting, surveyCapture } from '../src/survey.ts';

async function sightings(input: number, path: string): Promise<readonly Sighting[]> {
  const descriptor = openSync(new URL(`../../../captures/vantages/${path}`, import.meta.url), 'r');
  try {
    return (await surveyCapture(input, new DescriptorSource(descriptor))).sightings;
  } finally {
    closeSync(descriptor);
  }
}

const legs = (stories: ReturnType<typeof matchConnections>) =>
  stories.map(({ legs }) => legs.map(({ sighting }) => `${sighting.input}:${sighting.stream}`).join(' ')).sort();

/** What a capture has of a connection that began before it. */
function withoutHandshake(sighting: Sighting): Sighting {
  const { originator, responder } = sighting.half;
  return {
    ...sighting,
    half: {
      originator: { ...originator, isn: undefined, firstTimestamp: (originator.firstTimestamp ?? 0) + 50 },
      responder: { ...responder, isn: undefined, firstTimestamp: (responder.firstTimestamp ?? 0) + 50 },
    },
  };
}

describe('connections of several captures', () => {
  it('are known again behind NAT, and on both sides of it in one capture', async () => {
    const captures = await Promise.all(
      ['originator', 'middle', 'responder'].map((name, input) => sightings(input, `source-translated/${name}.pcap`)),
    );
    assert.deepEqual(legs(matchConnections(captures)), ['0:0 1:0 1:1 2:0', '0:1 1:2 1:3 2:1', '0:2 1:4 1:5 2:2']);
  });

  it('are known by the ranges of their numbers where a capture has no handshake', async () => {
    const one = await sightings(0, 'program-abort/originator.pcap');
    const other = (await sightings(1, 'program-abort/responder.pcap')).map(withoutHandshake);
    const stories = matchConnections([one, other]);
    assert.deepEqual(legs(stories), ['0:0 1:0', '0:1 1:1']);
    assert.deepEqual(stories[0]?.bases, ['sequence numbers of both ends']);
  });

  it('are known by a RST alone, which is all that comes by another way', async () => {
    const one = await sightings(0, 'program-abort/originator.pcap');
    const [first] = one;
    assert(first);
    const unheard = { isn: undefined, firstTimestamp: undefined, highestAcknowledgment: undefined, segments: 0 };
    const { originator, responder } = first.half;
    const alone = (nextSequence: number | undefined): Sighting => ({
      ...first,
      input: 1,
      half: {
        originator: { ...originator, ...unheard, nextSequence: undefined },
        responder: { ...responder, ...unheard, nextSequence },
      },
    });
    assert.deepEqual(legs(matchConnections([one, [alone(responder.nextSequence)]])), ['0:0 1:0']);
    assert.deepEqual(legs(matchConnections([one, [alone((responder.nextSequence as number) + 1e9)]])), []);
    assert.deepEqual(legs(matchConnections([one, [alone(undefined)]])), []);
  });

  it('are known by timestamps where a firewall gives them other sequence numbers', async () => {
    const one = await sightings(0, 'program-abort/originator.pcap');
    const other = (await sightings(1, 'program-abort/responder.pcap')).map((sighting) => ({
      ...sighting,
      half: {
        originator: { ...sighting.half.originator, isn: 77, nextSequence: 99 },
        responder: { ...sighting.half.responder, isn: 88, nextSequence: 111 },
      },
    }));
    assert.deepEqual(
      matchConnections([one, other]).map(({ bases }) => bases),
      [['timestamps of both ends'], ['timestamps of both ends']],
    );
  });

  it('are not taken for one another when they have nothing in common', async () => {
    const one = await sightings(0, 'program-abort/originator.pcap');
    const other = await sightings(1, 'injected/responder.pcap');
    assert.deepEqual(matchConnections([one, other]), []);
  });
});
