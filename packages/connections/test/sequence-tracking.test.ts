import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ACK, PSH } from '@fivewhys/capture';
import type { Half } from '@fivewhys/connections';
import { story } from './story.ts';

/** The counters of a half that are not 0. */
function counted({ retransmissions, outOfOrder, keepAlives, zeroWindows, duplicateAcks, holes }: Half): object {
  const counters = { retransmissions, outOfOrder, keepAlives, zeroWindows, duplicateAcks, holes };
  return Object.fromEntries(Object.entries(counters).filter(([, count]) => count > 0));
}

describe('payload', () => {
  test('is counted once, however often it is sent', () => {
    const told = story().handshake().data('originator', 100).data('originator', 50).resend('originator', 150, 150);
    const { half } = told.resend('originator', 50, 50).connection();
    assert.deepEqual(
      [half.originator.payloadBytes, half.originator.dataSegments, half.originator.segments],
      [150, 4, 6],
    );
    assert.deepEqual(counted(half.originator), { retransmissions: 2 });
  });

  test('of a segment that begins with bytes sent before counts what is new', () => {
    const told = story().handshake().data('originator', 100);
    const { half } = told.resend('originator', 40, 100).connection();
    assert.equal(half.originator.payloadBytes, 160);
    assert.deepEqual(counted(half.originator), {});
  });

  test('beyond 2^32 bytes is still counted exactly', () => {
    const told = story().handshake();
    for (let count = 0; count < 5; count += 1) told.data('originator', 1_000_000_000);
    assert.equal(told.connection().half.originator.payloadBytes, 5_000_000_000);
  });

  test('in a SYN (fast open) is counted', () => {
    const told = story().syn({ payloadBytes: 30 });
    assert.equal(told.connection().half.originator.payloadBytes, 30);
  });

  test('in midstream is counted from the first segment on', () => {
    const { half } = story()
      .unseen((before) => before.handshake())
      .data('responder', 7)
      .data('responder', 7)
      .connection();
    assert.equal(half.responder.payloadBytes, 14);
  });
});

describe('a segment below the highest number', () => {
  test('is a retransmission when its bytes were seen', () => {
    const { half, history } = story()
      .handshake()
      .data('responder', 100)
      .wait(300)
      .resend('responder', 100, 100)
      .connection();
    assert.deepEqual(counted(half.responder), { retransmissions: 1 });
    assert.equal(history, 'ShAdt');
  });

  test('is out of order when it fills a hole within three milliseconds', () => {
    const told = story()
      .handshake()
      .unseen((lost) => lost.data('responder', 100))
      .data('responder', 100);
    const { half } = told.resend('responder', 200, 100).connection();
    assert.deepEqual(counted(half.responder), { outOfOrder: 1 });
    assert.equal(half.responder.payloadBytes, 200);
  });

  test('is a retransmission when it fills a hole later: it was lost before the vantage', () => {
    const told = story()
      .handshake()
      .unseen((lost) => lost.data('responder', 100))
      .data('responder', 100)
      .wait(200);
    const { half } = told.resend('responder', 200, 100).connection();
    assert.deepEqual(counted(half.responder), { retransmissions: 1 });
    assert.equal(half.responder.payloadBytes, 200);
  });

  test('fills a hole piece by piece, from either side', () => {
    const told = story()
      .handshake()
      .unseen((lost) => lost.data('responder', 300))
      .data('responder', 100)
      .wait(200);
    told.resend('responder', 400, 100).resend('responder', 200, 100);
    assert.equal(told.connection().half.responder.holes, 1);
    const { half } = told.resend('responder', 300, 100).connection();
    assert.deepEqual(counted(half.responder), { retransmissions: 3 });
    assert.equal(half.responder.payloadBytes, 400);
  });

  test('is a retransmission when it is a SYN or a FIN once more', () => {
    assert.deepEqual(counted(story().syn().wait(1000).syn().connection().half.originator), { retransmissions: 1 });
    const told = story().handshake().fin('originator').wait(300);
    const { half } = told
      .segment('originator', { flags: ACK | 1, sequence: told.ends.originator.next - 1 })
      .connection();
    assert.deepEqual(counted(half.originator), { retransmissions: 1 });
  });
});

describe('a keep-alive', () => {
  test('is an empty segment one below the next number, as Linux sends it', () => {
    const told = story().handshake().data('originator', 10).ack('responder').wait(60_000);
    told.segment('originator', { sequence: told.ends.originator.next - 1 }).ack('responder');
    const { keepAlives, retransmissions } = told.connection().half.originator;
    assert.deepEqual([keepAlives, retransmissions], [1, 0]);
  });

  test('or one with a byte, as others do: no retransmission, no payload', () => {
    const told = story().handshake().data('originator', 10).ack('responder').wait(60_000);
    told.segment('originator', { sequence: told.ends.originator.next - 1, payloadBytes: 1 });
    const { half } = told.connection();
    assert.deepEqual(counted(half.originator), { keepAlives: 1 });
    assert.equal(half.originator.payloadBytes, 10);
  });

  test('is none with two bytes, or at another number', () => {
    const told = story().handshake().data('originator', 10).ack('responder').wait(60_000);
    told.segment('originator', { sequence: told.ends.originator.next - 1, payloadBytes: 2 });
    told.segment('originator', { sequence: told.ends.originator.next - 2, payloadBytes: 1 });
    assert.equal(told.connection().half.originator.keepAlives, 0);
  });

  test('is none after a FIN: an ACK sent before the FIN may be captured after it', () => {
    const told = story().handshake().fin('responder');
    told.segment('responder', { sequence: told.ends.responder.next - 1 });
    assert.equal(told.connection().half.responder.keepAlives, 0);
  });
});

describe('a zero window', () => {
  test('is counted each time it is told, not in a SYN', () => {
    const told = story().syn({ window: 0 }).synAck({ window: 0 }).ack('originator');
    told.ack('responder', { window: 0 }).ack('responder', { window: 0 }).ack('responder', { window: 10 });
    const { half } = told.connection();
    assert.deepEqual([half.originator.zeroWindows, half.responder.zeroWindows, half.responder.window], [0, 2, 10]);
  });
});

describe('a hole', () => {
  test('is numbers that were skipped and never filled', () => {
    const told = story()
      .handshake()
      .unseen((lost) => lost.data('responder', 100))
      .data('responder', 100);
    told.unseen((lost) => lost.data('responder', 100)).data('responder', 100);
    const { half, history } = told.connection();
    assert.equal(half.responder.holes, 2);
    assert.equal(history, 'ShAgd');
  });

  test('a jump of more than the largest window is none, but a number that makes no sense', () => {
    const told = story().handshake().data('responder', 10);
    told.segment('responder', { sequence: told.ends.responder.next + 0x4000_0001, payloadBytes: 5 });
    assert.equal(told.connection().half.responder.holes, 0);
  });
});

describe('an acknowledgment', () => {
  test('of bytes that the capture does not hold is noted', () => {
    const told = story()
      .handshake()
      .unseen((lost) => lost.data('responder', 100))
      .ack('originator');
    assert.equal(told.connection().acknowledgedUnseen, true);
    const seen = story().handshake().data('responder', 100).ack('originator').connection();
    assert.equal(seen.acknowledgedUnseen, false);
  });

  test('that goes back does not lower the highest', () => {
    const told = story().handshake().data('responder', 100).ack('originator');
    const highest = told.ends.responder.next;
    told.ack('originator', { acknowledgment: highest - 50 });
    assert.equal(told.connection().half.originator.highestAcknowledgment, highest);
  });

  test('that says nothing new and carries nothing is a duplicate', () => {
    const told = story().handshake().data('responder', 100).ack('originator').ack('originator').ack('originator');
    told.data('originator', 5);
    assert.equal(told.connection().half.originator.duplicateAcks, 2);
  });
});

test('next number, window and SACK are those of the last segment', () => {
  const told = story().handshake().data('originator', 100, { window: 77 });
  const { originator } = told.connection().half;
  assert.deepEqual([originator.nextSequence, originator.window], [told.ends.originator.next, 77]);
  assert.equal(originator.isn, told.ends.originator.isn);
});

test('the first data segment and the last, the first SYN and the FIN are known by their frames', () => {
  const told = story()
    .syn()
    .syn()
    .synAck()
    .ack('originator')
    .data('originator', 5)
    .ack('responder')
    .data('originator', 5);
  const { originator, responder } = told.fin('originator').connection().half;
  assert.deepEqual([originator.synFrame, originator.syns, originator.lastDataFrame, originator.finFrame], [1, 2, 7, 8]);
  assert.deepEqual(
    [responder.synFrame, responder.syns, responder.lastDataFrame, responder.finFrame],
    [3, 1, undefined, undefined],
  );
  assert.equal(originator.finSequence, told.ends.originator.next - 1);
});

test('a FIN with payload has the number behind its payload', () => {
  const told = story().handshake();
  const start = told.ends.originator.next;
  const { originator } = told.fin('originator', { payloadBytes: 30, flags: ACK | PSH | 1 }).connection().half;
  assert.deepEqual([originator.finSequence, originator.payloadBytes], [start + 30, 30]);
});
