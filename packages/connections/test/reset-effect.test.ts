import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ACK, OPTION_SACK, OPTION_TIMESTAMPS, RST } from '@fivewhys/capture';
import type { Reset, ResetEffect } from '@fivewhys/connections';
import { type Story, story } from './story.ts';

/** Window 501 << 7 at both ends. */
const windowBytes = 501 * 128;

function lastReset(told: Story): Reset {
  return told.connection().resets.at(-1) as Reset;
}

/** A RST of the responder at `ahead` from what the originator expects next, after data both ways. */
function resetAt(ahead: number): Story {
  const told = story().handshake().data('originator', 300).data('responder', 200).ack('originator');
  return told.segment('responder', { flags: RST, sequence: told.ends.responder.next + ahead });
}

describe('on an established connection (RFC 5961 section 3.2) a RST', () => {
  const boundaries: readonly (readonly [ahead: number, effect: ResetEffect, name: string])[] = [
    [0, 'accepted', 'exactly at rcv_nxt is accepted'],
    [1, 'challenged', 'one above rcv_nxt is challenged'],
    [windowBytes - 1, 'challenged', "at the window's last number is challenged"],
    [windowBytes, 'ignored', 'just behind the window is ignored'],
    [-1, 'ignored', 'one below rcv_nxt is ignored'],
    [-200, 'ignored', 'far below rcv_nxt is ignored'],
    [0x7fff_ffff, 'ignored', 'at the far end of the number space is ignored'],
    [-0x8000_0000, 'ignored', 'at its near end too'],
  ];
  for (const [ahead, effect, name] of boundaries) {
    test(name, () => {
      const { effect: found, effectBecause } = lastReset(resetAt(ahead));
      assert.equal(found, effect, effectBecause);
    });
  }

  test('tells its arithmetic', () => {
    const next = 7_000_201;
    assert.equal(lastReset(resetAt(0)).effectBecause, `seq ${next} is rcv_nxt: all that the sender had sent before it`);
    assert.equal(
      lastReset(resetAt(5)).effectBecause,
      `seq ${next + 5} is 5 above rcv_nxt ${next}, inside the window of ${windowBytes}`,
    );
    assert.equal(lastReset(resetAt(-5)).effectBecause, `seq ${next - 5} is 5 below rcv_nxt ${next}`);
    assert.equal(
      lastReset(resetAt(windowBytes)).effectBecause,
      `seq ${next + windowBytes} is ${windowBytes} above rcv_nxt ${next}, outside the window of ${windowBytes}`,
    );
  });

  test('at all that was sent is accepted, also when it is not acknowledged yet', () => {
    assert.equal(lastReset(story().handshake().data('responder', 500).abort('responder')).effect, 'accepted');
  });

  test('at the last acknowledgment is accepted, also when more was sent: that may have been lost', () => {
    const told = story().handshake().data('responder', 100).ack('originator');
    const acknowledged = told.ends.responder.next;
    told.data('responder', 400).segment('responder', { flags: RST, sequence: acknowledged });
    assert.equal(lastReset(told).effect, 'accepted');
  });

  test('between the last acknowledgment and what was sent is challenged', () => {
    const told = story().handshake().ack('originator').data('responder', 100).data('responder', 100);
    told.segment('responder', { flags: RST, sequence: told.ends.responder.next - 100 });
    assert.equal(lastReset(told).effect, 'challenged');
  });

  test('there is accepted by Linux when its receiver had sent SACK blocks', () => {
    const told = story()
      .handshake()
      .unseen((lost) => lost.data('responder', 100))
      .data('responder', 100);
    const right = told.ends.responder.next;
    told.data('responder', 100);
    const options = OPTION_SACK | OPTION_TIMESTAMPS;
    told.ack('originator', { acknowledgment: right - 200, options, sackLeft: right - 100, sackRight: right });
    told.segment('responder', { flags: RST, sequence: right });
    assert.equal(lastReset(told).effect, 'accepted');
  });

  test('inside a window that was not scaled counts it unscaled', () => {
    const told = story({ windowScale: undefined }).handshake();
    told.segment('responder', { flags: RST, sequence: told.ends.responder.next + 501 });
    assert.equal(lastReset(told).effect, 'ignored');
  });

  test('outside a closed window is ignored, at rcv_nxt it is accepted', () => {
    const closed = () => story().handshake().data('responder', 10).ack('originator', { window: 0 });
    const told = closed();
    told.segment('responder', { flags: RST, sequence: told.ends.responder.next + 1 });
    assert.equal(lastReset(told).effect, 'ignored');
    assert.equal(lastReset(closed().abort('responder')).effect, 'accepted');
  });
});

describe('to a receiver that is not in the capture a RST', () => {
  test('elsewhere than where its sender was seen to be is not judged: more may have been sent on another way', () => {
    for (const ahead of [100_000, 100, -100]) {
      const told = story().data('responder', 300).data('responder', 300);
      told.segment('responder', { flags: RST, sequence: told.ends.responder.next + ahead });
      const { effect, effectBecause } = lastReset(told);
      assert.equal(effect, 'unknown');
      assert.match(effectBecause, /^the receiver was not heard/);
    }
  });
});

describe('after a FIN of its sender a RST', () => {
  test('behind the FIN is accepted', () => {
    assert.equal(
      lastReset(story().handshake().fin('responder').ack('originator').abort('responder')).effect,
      'accepted',
    );
  });

  test("with the FIN's own number is accepted by Linux (tcp_reset_check)", () => {
    const told = story().handshake().fin('responder').ack('originator');
    told.segment('responder', { flags: RST, sequence: told.ends.responder.next - 1 });
    const { effect, effectBecause } = lastReset(told);
    assert.equal(effect, 'accepted');
    assert.match(effectBecause, /the FIN's own number; Linux takes that after a FIN/);
  });

  test('two below is ignored', () => {
    const told = story().handshake().data('responder', 10).fin('responder').ack('originator');
    told.segment('responder', { flags: RST, sequence: told.ends.responder.next - 2 });
    assert.equal(lastReset(told).effect, 'ignored');
  });
});

describe('to a socket in SYN-SENT (RFC 9293 section 3.10.7.3) a RST', () => {
  test('that acknowledges the SYN is accepted, whatever its sequence number', () => {
    const told = story().syn();
    told.segment('responder', { flags: RST | ACK, sequence: 12_345, acknowledgment: told.ends.originator.isn + 1 });
    const { effect, effectBecause } = lastReset(told);
    assert.deepEqual([effect, effectBecause], ['accepted', "ack 1000001 is the SYN's sequence number + 1"]);
  });

  for (const ahead of [0, 2, -5]) {
    test(`that acknowledges ${ahead} more than the SYN's number is ignored`, () => {
      const told = story().syn();
      told.segment('responder', { flags: RST | ACK, sequence: 0, acknowledgment: told.ends.originator.isn + ahead });
      const { effect, effectBecause } = lastReset(told);
      assert.equal(effect, 'ignored');
      assert.match(effectBecause, new RegExp(`only ack 1000001 counts, this has ${1_000_000 + ahead}`));
    });
  }

  test('without ACK is ignored', () => {
    const told = story().syn().segment('responder', { flags: RST, sequence: 0, acknowledgment: 1_000_001 });
    assert.deepEqual(lastReset(told).effectBecause, 'in SYN-SENT a RST without ACK is dropped');
  });

  test('still counts as one to SYN-SENT after a second SYN', () => {
    assert.equal(lastReset(story().syn().wait(1000).syn().reset('responder')).effect, 'accepted');
  });
});

describe('too late is a RST', () => {
  test('after one that was accepted, from either end', () => {
    const told = story().handshake().abort('responder').data('originator', 5).reset('responder');
    assert.deepEqual(
      told.connection().resets.map(({ effect }) => effect),
      ['accepted', 'too-late'],
    );
    const crossing = story().handshake().abort('responder').abort('originator').connection();
    assert.deepEqual(
      crossing.resets.map(({ effect }) => effect),
      ['accepted', 'too-late'],
    );
  });

  test('but not if its receiver had sent its SYN again after the one before: it waits in SYN-SENT anew', () => {
    const told = story().syn().reset('responder').wait(500).syn().reset('responder').wait(500).reset('responder');
    assert.deepEqual(
      told.connection().resets.map(({ effect }) => effect),
      ['accepted', 'accepted', 'too-late'],
    );
  });

  test('after both ends have closed', () => {
    assert.equal(
      lastReset(story().handshake().close('originator').ack('responder').reset('originator')).effect,
      'too-late',
    );
  });

  test('not after one that was ignored or challenged', () => {
    const told = resetAt(-1);
    told.segment('responder', { flags: RST, sequence: told.ends.responder.next + 1 }).abort('responder');
    assert.deepEqual(
      told.connection().resets.map(({ effect }) => effect),
      ['ignored', 'challenged', 'accepted'],
    );
  });
});

describe('unknown is the effect of a RST', () => {
  test('with sequence number 0, where its receiver was never heard: it answers a SYN that is not in the capture', () => {
    const told = story({ responderIsn: 9000 })
      .synAck()
      .segment('responder', { flags: RST | ACK, sequence: 0 });
    const { effect, effectBecause } = lastReset(told);
    assert.deepEqual([effect, effectBecause], ['unknown', 'it answers a SYN that the capture does not hold']);
  });

  test('of which the capture holds nothing but itself', () => {
    const { resets, ending } = story().segment('originator', { flags: RST, sequence: 5 }).connection();
    assert.equal(resets[0]?.effect, 'unknown');
    assert.equal(ending, 'originator-reset');
  });

  test('not when only its receiver was heard: the last acknowledgment says what it expects', () => {
    const told = story()
      .unseen((before) => before.handshake().data('responder', 10))
      .ack('originator');
    assert.equal(lastReset(told.abort('responder')).effect, 'accepted');
  });
});

describe('many RSTs', () => {
  test('are described up to sixteen; all their frames are listed', () => {
    const told = story().handshake();
    for (let count = 0; count < 40; count += 1) told.segment('responder', { flags: RST, sequence: count });
    const { resets, resetFrames, half, ending } = told.connection();
    assert.deepEqual([resets.length, resetFrames.length, half.responder.resets, ending], [16, 40, 40, 'established']);
  });

  test('of the other end than the first are listed apart as well, copies too', () => {
    const told = story()
      .handshake()
      .abort('originator')
      .wait(500)
      .reset('responder')
      .copy()
      .wait(500)
      .abort('originator');
    const { resetFrames, opposedResetFrames } = told.connection();
    assert.deepEqual(
      [resetFrames, opposedResetFrames],
      [
        [4, 5, 6, 7],
        [5, 6],
      ],
    );
  });

  test('that try one number after the other hit in the end: that one is described, however late', () => {
    const told = story().handshake();
    for (let count = 100; count > 0; count -= 1) {
      told.segment('responder', { flags: RST, sequence: told.ends.responder.next - count, ipId: 0 });
    }
    told.segment('responder', { flags: RST, ipId: 0 });
    for (let count = 0; count < 10; count += 1) told.segment('responder', { flags: RST, sequence: count, ipId: 0 });
    const { resets, ending } = told.connection();
    assert.equal(resets.length, 17);
    assert.deepEqual([resets.at(-1)?.effect, resets.at(-1)?.frame], ['accepted', 104]);
    assert.equal(ending, 'responder-reset');
  });
});

test('a RST moves no numbers: it may be forged', () => {
  const told = story().handshake().data('responder', 10);
  told.segment('responder', { flags: RST | ACK, sequence: told.ends.responder.next + 4000, payloadBytes: 9 });
  const { half } = told.connection();
  assert.deepEqual([half.responder.nextSequence, half.responder.payloadBytes], [told.ends.responder.next, 10]);
});
