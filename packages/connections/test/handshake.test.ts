import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  OPTION_FAST_OPEN,
  OPTION_MPTCP,
  OPTION_MSS,
  OPTION_SACK_PERMITTED,
  OPTION_TIMESTAMPS,
  RST,
  UNKNOWN,
} from '@fivewhys/capture';
import { story } from './story.ts';

describe('the handshake', () => {
  test('tells the path on either side of the vantage: SYN to SYN-ACK, SYN-ACK to ACK', () => {
    const { handshake } = story().syn().wait(30).synAck().wait(4).ack('originator').connection();
    assert.deepEqual(handshake, { synFrame: 1, synAckFrame: 2, ackFrame: 3, synToSynAckNs: 31e6, synAckToAckNs: 5e6 });
  });

  test('counts from the first SYN when it is sent twice', () => {
    const { handshake } = story().syn().wait(999).syn().wait(29).synAck().connection();
    assert.equal(handshake.synToSynAckNs, 1030e6);
  });

  test('of which parts are missing tells the rest', () => {
    const { handshake } = story()
      .unseen((lost) => lost.syn())
      .synAck()
      .ack('originator')
      .connection();
    assert.deepEqual(handshake, {
      synFrame: undefined,
      synAckFrame: 1,
      ackFrame: 2,
      synToSynAckNs: undefined,
      synAckToAckNs: 1e6,
    });
  });

  test('is completed by the first ACK of the originator, with data or without', () => {
    assert.equal(story().syn().synAck().data('originator', 5).connection().handshake.ackFrame, 3);
  });

  test('in the wrong order has no time that is negative', () => {
    const told = story()
      .unseen((later) => later.syn())
      .synAck();
    const { handshake } = told
      .segment('originator', { flags: 2, sequence: told.ends.originator.isn, acknowledgment: 0 })
      .connection();
    assert.equal(handshake.synToSynAckNs, undefined);
  });
});

describe('of the options', () => {
  test('each end has its own', () => {
    const { half } = story().syn({ mss: 1400, windowScale: 3 }).synAck({ mss: 8960, windowScale: 9 }).connection();
    assert.deepEqual([half.originator.mss, half.originator.windowScale], [1400, 3]);
    assert.deepEqual([half.responder.mss, half.responder.windowScale], [8960, 9]);
    assert.deepEqual([half.originator.sackPermitted, half.originator.usesTimestamps], [true, true]);
  });

  test('those that an end did not send are unknown', () => {
    const { half } = story({ windowScale: undefined, timestamps: false }).syn({ options: 0 }).synAck().connection();
    assert.deepEqual([half.originator.mss, half.originator.windowScale], [undefined, undefined]);
    assert.deepEqual([half.originator.sackPermitted, half.originator.usesTimestamps], [false, false]);
    assert.deepEqual([half.responder.mss, half.responder.windowScale], [1460, undefined]);
  });

  test('a window scale of 0 is one', () => {
    assert.equal(story({ windowScale: 0 }).syn().connection().half.originator.windowScale, 0);
  });

  test('fast open and multipath are told', () => {
    const { half } = story()
      .syn({ options: OPTION_MSS | OPTION_FAST_OPEN | OPTION_SACK_PERMITTED })
      .synAck({ options: OPTION_MSS | OPTION_MPTCP })
      .connection();
    assert.deepEqual([half.originator.fastOpen, half.originator.mptcp], [true, false]);
    assert.deepEqual([half.responder.fastOpen, half.responder.mptcp], [false, true]);
  });

  test('the first SYN counts, not what a second one says', () => {
    assert.equal(story().syn({ mss: 1460 }).syn({ mss: 536 }).connection().half.originator.mss, 1460);
  });
});

describe('TTLs', () => {
  test('are kept of the handshake, and as a range of the other segments, without RSTs', () => {
    const { half } = story()
      .syn({ ttl: 128 })
      .synAck()
      .ack('originator', { ttl: 60 })
      .data('originator', 5, { ttl: 62 })
      .data('originator', 5, { ttl: 59 })
      .abort('originator', { ttl: 255 })
      .connection();
    assert.deepEqual(
      [half.originator.handshakeTtl, half.originator.lowestTtl, half.originator.highestTtl],
      [128, 59, 62],
    );
    assert.deepEqual(
      [half.responder.handshakeTtl, half.responder.lowestTtl, half.responder.highestTtl],
      [57, undefined, undefined],
    );
  });

  test('that the evidence does not say are unknown', () => {
    const { half } = story().syn({ ttl: UNKNOWN }).synAck().ack('originator', { ttl: UNKNOWN }).connection();
    assert.deepEqual([half.originator.handshakeTtl, half.originator.lowestTtl], [undefined, undefined]);
  });
});

test('the last IP ID other than 0 is kept', () => {
  const { half } = story().syn({ ipId: 7 }).ack('originator', { ipId: 9 }).ack('originator', { ipId: 0 }).connection();
  assert.equal(half.originator.lastIpId, 9);
  assert.equal(half.responder.lastIpId, undefined);
});

describe('the rate of a timestamp clock', () => {
  test('is known after half a second', () => {
    const { half } = story().handshake().wait(500).data('originator', 1).connection();
    assert.ok(Math.abs((half.originator.timestampHz ?? 0) - 1000) < 1e-6);
    assert.equal(half.responder.timestampHz, undefined);
  });

  test('is that of the clock: 100 Hz, 250 Hz, a million', () => {
    for (const hz of [100, 250, 1_000_000]) {
      const told = story().syn({ timestampValue: 5000 }).synAck().wait(1997);
      const { half } = told.ack('originator', { timestampValue: 5000 + 2 * hz }).connection();
      assert.ok(Math.abs((half.originator.timestampHz ?? 0) / hz - 2 / 1.999) < 1e-9, `${half.originator.timestampHz}`);
    }
  });

  test('is right when the clock wraps around', () => {
    const told = story()
      .syn({ timestampValue: 0xffff_ff00 | 0 })
      .synAck()
      .wait(998);
    const { half } = told.ack('originator', { timestampValue: 744 }).connection();
    assert.ok(Math.abs((half.originator.timestampHz ?? 0) - 1000) < 1e-9);
  });

  test('is not made slower by a RST that comes much later without a timestamp', () => {
    const told = story().handshake().wait(1000).data('responder', 1).wait(60_000);
    const { half } = told.segment('responder', { flags: RST, options: 0 }).connection();
    assert.ok(Math.abs((half.responder.timestampHz ?? 0) - 1000) < 1e-6);
    assert.equal(half.responder.lastInstantNs, 61_005e6);
  });

  test('is unknown when the clock stands still or runs backwards', () => {
    const clock = (timestampValue: number) =>
      story().syn({ timestampValue: 5000 }).wait(2000).ack('originator', { timestampValue }).connection().half
        .originator;
    assert.equal(clock(5000).timestampHz, undefined);
    assert.equal(clock(4000).timestampHz, undefined);
    assert.deepEqual([clock(4000).firstTimestamp, clock(4000).lastTimestamp], [5000, 4000]);
  });

  test('needs timestamps', () => {
    const { half } = story().syn({ options: OPTION_MSS }).connection();
    assert.deepEqual([half.originator.usesTimestamps, half.originator.firstTimestamp], [false, undefined]);
    assert.equal(story().syn({ options: OPTION_TIMESTAMPS }).connection().half.originator.usesTimestamps, true);
  });
});
