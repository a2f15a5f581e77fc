import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ACK, OPTION_MD5, RST, Segment, SYN } from '@fivewhys/capture';
import type { Connection } from '@fivewhys/connections';
import fc from 'fast-check';
import { happenings } from './happenings.ts';
import { type Story, story, track } from './story.ts';

/** The same story with an option on every segment but SYNs and RSTs that no prediction foresees, and that nothing else depends on. */
function unforeseen(told: Story): Story['steps'] {
  return told.steps.map((step) => {
    const { segment } = step;
    if (segment === undefined || (segment.flags & RST) !== 0 || (segment.flags & (SYN | ACK)) === SYN) return step;
    const copy = Object.assign(new Segment(), segment);
    copy.options |= OPTION_MD5;
    return { ...step, segment: copy };
  });
}

/** A connection without that option. */
function withoutOption(connection: Connection): object {
  const without = <Something extends { readonly options: number }>(something: Something) => ({
    ...something,
    options: something.options & ~OPTION_MD5,
  });
  const resent = connection.resentSmaller;
  const resentSmaller = resent && {
    ...resent,
    tries: resent.tries.map(without),
    smaller: without(resent.smaller),
    acknowledgment: without(resent.acknowledgment),
    before: resent.before.map(without),
  };
  return { ...connection, segments: connection.segments.map(without), resentSmaller, predecessor: undefined };
}

describe('what a connection foretells is followed on a short way:', () => {
  const happening = fc.tuple(fc.nat({ max: happenings.length - 1 }), fc.nat({ max: 2000 }));
  // Mostly data and acknowledgments of both, so that the short way is taken.
  const plain = fc.tuple(fc.constantFrom(3, 4, 5, 6, 3, 4), fc.nat({ max: 2000 }));

  test('nothing is told otherwise than on the long way', () => {
    const stories = fc.array(fc.array(fc.oneof({ weight: 5, arbitrary: plain }, happening), { maxLength: 60 }), {
      maxLength: 10,
    });
    fc.assert(
      fc.property(stories, fc.boolean(), (lists, timestamps) => {
        const told = story({ timestamps });
        for (const [number, list] of lists.entries()) {
          told.again({ originatorPort: 40_000 + number, originatorIsn: 1_000_000, responderIsn: 7_000_000 });
          told.handshake();
          for (const [index, size] of list) (happenings[index] as (typeof happenings)[number])(told, size);
        }
        assert.deepEqual(
          track(told.steps).connections.map(withoutOption),
          track(unforeseen(told)).connections.map(withoutOption),
        );
      }),
      { numRuns: 200 },
    );
  });

  test('a long transfer is counted to its last byte', () => {
    const told = story().handshake();
    for (let round = 0; round < 500; round += 1) told.data('responder', 1000).data('responder', 448).ack('originator');
    const { half, frames, lastFrame, lastInstantNs, history, segments } = told.connection();
    assert.deepEqual([half.responder.payloadBytes, half.responder.dataSegments], [500 * 1448, 1000]);
    assert.deepEqual([frames, lastFrame, lastInstantNs], [1503, 1503, 1503e6]);
    assert.equal(half.responder.nextSequence, half.originator.highestAcknowledgment);
    assert.equal(history, 'ShAd');
    assert.equal(segments.at(-1)?.frame, 1503);
  });
});
