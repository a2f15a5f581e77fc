import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Segment } from '@fivewhys/capture';
import { describeConnection, failedAttemptLikeness, type Side, Tracker } from '@fivewhys/connections';
import { type Story, story } from './story.ts';

/** What comes before the RST, and the RST; `early` comes behind the first segment. */
const stories: Readonly<
  Record<string, { readonly tell: (early: (told: Story) => Story) => Story; readonly from: Side }>
> = {
  'a refused SYN': { tell: (early) => early(story().syn()).reset('responder'), from: 'responder' },
  'a SYN-ACK that a scanner resets': {
    tell: (early) => early(story().syn()).synAck().reset('originator'),
    from: 'originator',
  },
  'a reset right after the handshake': {
    tell: (early) => early(story().syn()).synAck().ack('originator').reset('responder'),
    from: 'responder',
  },
  'an abort before any payload': {
    tell: (early) => early(story().syn()).synAck().ack('originator').abort('originator'),
    from: 'originator',
  },
  'a RST behind data that began in the middle': {
    tell: (early) => early(story().data('originator', 10)).reset('responder'),
    from: 'responder',
  },
};
const anIcmpError = (told: Story) => told.icmp('originator', { type: 3, code: 4 });
/** The same time goes by. */
const nothing = (told: Story) => told.unseen(anIcmpError);

/** The first RST of a story, without frame numbers: another story may have one packet more. */
function resetOf(told: Story): unknown {
  const [reset] = told.connection().resets;
  const plain = JSON.stringify(reset, (key, value) => (/frame$|^provokedBy$/i.test(key) ? undefined : value));
  return JSON.parse(plain.replace(/frame \d+/g, 'frame'));
}

describe('a RST with nothing after it is told from the row and the log when asked for:', () => {
  for (const [name, { tell, from }] of Object.entries(stories)) {
    test(`${name}: the same as where it had to be described at once`, () => {
      assert.equal(tell(nothing).track().tracker.exhibits.keptCount, 0);
      // Of a connection with an ICMP error something is kept already.
      assert.deepEqual(resetOf(tell(nothing)), resetOf(tell(anIcmpError)));
    });

    test(`${name}: the same when more follows`, () => {
      assert.deepEqual(resetOf(tell(nothing)), resetOf(tell(nothing).ack(from)));
    });
  }

  test('of 1000 refused attempts nothing is kept beyond row and log', () => {
    const likenesses = new Set<string | undefined>();
    const frames: number[] = [];
    let kept = 0;
    const tracker = new Tracker((released, slot) => {
      likenesses.add(failedAttemptLikeness(released, slot)?.answer);
      frames.push(...describeConnection(released, slot, []).resetFrames);
    });
    for (let port = 1; port <= 1000; port += 1) {
      for (const { segment } of story({ originatorPort: port }).syn().reset('responder').steps) {
        tracker.segment(Object.assign(new Segment(), segment, { frame: frames.length + port }), new Uint8Array(0));
      }
      kept = Math.max(kept, tracker.exhibits.keptCount);
    }
    tracker.end();
    assert.equal(kept, 0);
    assert.equal(frames.length, 1000);
    assert.equal(likenesses.size, 1);
  });

  test('a RST behind the first four segments is described at once, for the log may forget it', () => {
    const told = story().handshake().data('originator', 10).reset('responder');
    const seen: number[] = [];
    const tracker = new Tracker(({ exhibits }) => seen.push(exhibits.keptCount));
    for (const { segment } of told.steps) {
      if (segment !== undefined) tracker.segment(segment, new Uint8Array(0));
    }
    tracker.end();
    assert.deepEqual(seen, [1]);
  });

  test('an ICMP error that comes later does not lose it', () => {
    const connection = story().syn().reset('responder').icmp('originator').connection();
    assert.deepEqual([connection.resets.length, connection.resetFrames, connection.icmpErrors.length], [1, [2], 1]);
  });

  test('a new connection of the same ends leaves the one before as it was', () => {
    const [before, next] = story().syn().reset('responder').again().syn().reset('responder').track().connections;
    assert.deepEqual([before?.resetFrames, next?.resetFrames], [[2], [4]]);
    assert.equal(next?.predecessor?.resets[0]?.effect, 'accepted');
    assert.equal(before?.resets[0]?.before.responder.resets, 0);
  });
});
