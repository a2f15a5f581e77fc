import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { comparedStory, places, saidOf } from './compared.ts';

/** What each story of captures/vantages/ has to say, by the frames of its captures; tshark and tcpdump list the same. */
const stories: Readonly<Record<string, { readonly three: readonly string[]; readonly two: readonly string[] }>> = {
  'reject-one-side': {
    three: ['reset responder: o16 m30', 'lost originator: o15 m29'],
    two: ['reset responder: o16', 'lost originator: o15'],
  },
  'reject-both-sides': {
    three: [
      'reset originator: m28 r15',
      'reset originator: o14 m29',
      'lost responder: m27 r14',
      'lost originator: o14 m29',
    ],
    two: ['reset originator: r15', 'reset originator: o14', 'lost responder: r14', 'lost originator: o14'],
  },
  // The last lines are those of the attempt that only the captures before the rule have.
  'reject-syn': {
    three: ['reset responder: o18 m34', 'lost originator: o17 m33'],
    two: ['reset responder: o18', 'lost originator: o17'],
  },
  'silent-drop': {
    three: ['lost originator: o12+13+14+15+16+17 m12+13+14+15+16+17'],
    two: ['lost originator: o12+13+14+15+16+17'],
  },
  untranslated: {
    three: ['reset originator: o15 m29+30 r15', 'untranslated responder: m27 m28', 'changed originator: m9 m10'],
    two: ['reset originator: o15 r15', 'untranslated responder: r14 o14', 'changed originator: o5 r5'],
  },
  'source-translated': {
    three: [
      'reset responder: o24 m47+48 r24',
      'changed originator: m33 m34',
      'changed originator: m9 m10',
      'changed originator: m49 m50',
    ],
    two: [
      'reset responder: o24 r24',
      'changed originator: o17 r17',
      'changed originator: o5 r5',
      'changed originator: o25 r25',
    ],
  },
  injected: {
    three: ['reset responder: o10', 'reset originator: o12 m11 r11'],
    two: ['reset responder: o10', 'reset originator: o12 r11'],
  },
  'program-abort': { three: ['reset responder: o12 m12 r12'], two: ['reset responder: o12 r12'] },
  'options-changed': {
    three: [
      'changed originator: o5 m5',
      'changed originator: o5 m5',
      'changed originator: o5 m5',
      'changed responder: m6 o6',
    ],
    two: [
      'changed originator: o5 r5',
      'changed originator: o5 r5',
      'changed originator: o5 r5',
      'changed responder: r6 o6',
    ],
  },
  loss: { three: ['lost originator: o21+22+34+39+50+53'], two: ['lost originator: o21+22+34+39+50+53'] },
  offload: { three: ['lost originator: o14+26+39'], two: ['lost originator: o14+26+39'] },
};

describe('a recorded story, seen from several places', () => {
  for (const [story, { three, two }] of Object.entries(stories)) {
    it(`says what happened between them: ${story}`, async () => {
      assert.deepEqual(saidOf((await comparedStory(story)).connections), three);
      const ends = ['originator', 'responder'];
      assert.deepEqual(saidOf((await comparedStory(story, ends)).connections, ends), two);
    });
  }

  it('has every RST that tcpdump lists of its captures, each once', async () => {
    for (const story of Object.keys(stories)) {
      const url = new URL(`../../../captures/vantages/${story}/truth.json`, import.meta.url);
      const truth = JSON.parse(readFileSync(url, 'utf8'));
      const { connections } = await comparedStory(story);
      for (const [input, name] of places.entries()) {
        const frames = connections.flatMap(({ resets, journeys, places }) =>
          resets.flatMap(({ journey }) =>
            (journeys[journey]?.seen ?? []).flatMap((seen, place) =>
              places[place]?.input === input ? seen.map(({ frame }) => frame) : [],
            ),
          ),
        );
        assert.deepEqual(
          frames.toSorted((a, b) => a - b),
          truth.captures[name].resetFrames,
          `${story}, ${name}`,
        );
      }
    }
  });

  it('says the same in whatever order the captures come', async () => {
    const names = ['responder', 'originator', 'middle'];
    assert.deepEqual(
      saidOf((await comparedStory('reject-one-side', names)).connections, names).map((said) => said.split(':')[0]),
      ['reset responder', 'lost originator'],
    );
  });

  it('has its captures told apart by TTL, and the router by what it hands on', async () => {
    const [connection] = (await comparedStory('reject-one-side')).connections;
    assert.deepEqual(
      connection?.places.map(({ input, interfaceId, vantage }) => [input, interfaceId, vantage]),
      [
        [0, undefined, 'originator'],
        [1, 3, 'middle'],
        [1, 2, 'middle'],
        [2, undefined, 'responder'],
      ],
    );
  });

  it('has a RST of the router that is proven to be made inside it', async () => {
    const [connection] = (await comparedStory('reject-one-side')).connections;
    assert.deepEqual(connection?.resets[0]?.made, { kind: 'between', after: 2, before: 1, inside: true, proven: true });
  });

  it('has a RST of the program that is proven to have left its host', async () => {
    const [connection] = (await comparedStory('program-abort')).connections;
    assert.deepEqual(connection?.resets[0]?.made, { kind: 'end', place: 2 });
  });

  it('is a guess where a proxy ends TCP between, joined by what was asked', async () => {
    const ends = ['originator', 'responder'];
    for (const [names, back] of [[['originator', 'middle', 'responder'], '1:3'] as const, [ends, '1:1'] as const]) {
      const { guesses } = await comparedStory('full-proxy', names);
      assert.deepEqual(
        guesses.map(({ front, back, beginning, alike }) => [
          `${front.input}:${front.stream}`,
          `${back.input}:${back.stream}`,
          beginning,
          alike,
        ]),
        [['0:1', back, 'GET /v2/', 3]],
      );
    }
    assert.deepEqual((await comparedStory('reject-one-side')).guesses, []);
  });

  it('leaves open who sent a RST that has all marks of the end, although the capture of the end lacks it', async () => {
    const ends = ['originator', 'responder'];
    const { connections } = await comparedStory(
      'program-abort',
      ends,
      (name, frame) => name === 'responder' && frame === 12,
    );
    assert.equal(saidOf(connections, ends)[0], 'reset? responder: o12');
    assert.match(connections[0]?.resets[0]?.because ?? '', /IP ID \d+ that counts on/);
  });

  it('has clocks that differ by what they were set apart, though by two hours', async () => {
    const { clocks } = await comparedStory('reject-one-side', ['originator', 'responder']);
    const [clock] = clocks;
    assert.ok(
      Math.abs((clock?.absoluteOffsetNs ?? 0) - 7200.25e9) <= (clock?.uncertaintyNs ?? 0),
      String(clock?.absoluteOffsetNs),
    );
    assert.ok((clock?.uncertaintyNs ?? 1e9) < 1e5);
  });

  it('has large segments that were cut and merged matched by their bytes', async () => {
    const [connection] = (await comparedStory('offload')).connections;
    const cut = connection?.journeys.filter(({ seen }) => (seen[1]?.length ?? 0) > 1) ?? [];
    assert.ok(cut.length > 3);
    for (const { first, seen } of cut) {
      assert.equal(
        seen[1]?.reduce((sum, { payloadBytes }) => sum + payloadBytes, 0),
        first.payloadBytes,
      );
    }
  });

  it('says of an end that something else made neither RST nor loss where it sent the RST itself', async () => {
    const said = saidOf((await comparedStory('program-abort')).connections);
    assert.ok(said.every((one) => !one.startsWith('lost') && !one.startsWith('made')));
  });
});
