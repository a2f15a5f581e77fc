import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { UNKNOWN } from '@fivewhys/capture';
import { type Story, story } from './story.ts';

describe('a copy, as a packet is seen on the next interface, is', () => {
  const established = () => story().handshake();
  const copied: Readonly<Record<string, () => Story>> = {
    'a SYN': () => story().syn().copy(),
    'a SYN-ACK': () => story().syn().synAck().copy(),
    'an ACK': () => established().copy(),
    data: () => established().data('originator', 100).copy(),
    'a FIN': () => established().fin('originator').copy(),
    'a segment of IPv6, which has no IP ID, with another hop limit': () =>
      story({ originator: '2001:db8::1', responder: '2001:db8::2' }).handshake().data('originator', 5).copy(),
    'a bare ACK without IP ID, on another interface': () =>
      established().data('originator', 5).ack('responder', { ipId: 0 }).copy({ ttl: 57, interfaceId: 1 }),
    'data that is mirrored: the same TTL and interface': () => established().data('responder', 9).copy({ ttl: 57 }),
  };
  for (const [name, tell] of Object.entries(copied)) {
    test(name, () => {
      const { copies, frames, half, resetFrames } = tell().connection();
      assert.equal(copies, 1);
      assert.equal(half.originator.segments + half.responder.segments, frames - 1);
      for (const side of [half.originator, half.responder]) {
        assert.deepEqual([side.retransmissions, side.duplicateAcks, side.keepAlives, side.outOfOrder], [0, 0, 0, 0]);
      }
      assert.deepEqual(resetFrames, []);
    });
  }

  test('a RST: its frame is one with RST, but no second reset', () => {
    const { copies, resets, resetFrames, half } = story().handshake().abort('responder').copy().connection();
    assert.deepEqual([copies, resets.length, resetFrames, half.responder.resets], [1, 1, [4, 5], 2]);
  });

  test('a RST without IP ID, on another interface', () => {
    const told = story().handshake().fin('responder').data('originator', 31).reset('responder');
    const { copies, resets } = told.copy({ interfaceId: 1 }).connection();
    assert.deepEqual([copies, resets.length], [1, 1]);
  });

  test('a whole connection of which everything is there twice', () => {
    const told = story().syn().copy().synAck().copy().ack('originator').copy().data('originator', 50).copy();
    const { copies, half, history } = told.data('responder', 5).copy().fin('responder').copy().connection();
    assert.equal(copies, 6);
    assert.equal(history, 'ShADdf');
    assert.deepEqual([half.originator.payloadBytes, half.originator.retransmissions], [50, 0]);
    assert.deepEqual([half.responder.payloadBytes, half.responder.retransmissions], [5, 0]);
  });

  test('three times there when a packet crosses three interfaces', () => {
    const { copies, half } = story().handshake().data('originator', 100).copy().copy().connection();
    assert.deepEqual([copies, half.originator.retransmissions], [2, 0]);
  });

  test('found behind others that came between', () => {
    const told = story().handshake().data('originator', 10);
    const first = told.steps.at(-1)?.segment;
    told.data('originator', 10).data('originator', 10).data('originator', 10);
    const { copies } = told
      .segment('originator', { ...first, frame: 7, instantNs: (first?.instantNs ?? 0) + 20e6 })
      .connection();
    assert.equal(copies, 1);
  });

  test('kept out of the segments and of the times of the handshake', () => {
    const { segments, handshake } = story().syn().copy().wait(30).synAck().copy().ack('originator').copy().connection();
    assert.deepEqual(
      segments.map(({ frame }) => frame),
      [1, 3, 5],
    );
    assert.deepEqual([handshake.synFrame, handshake.synAckFrame, handshake.ackFrame], [1, 3, 5]);
  });
});

describe('no copy, but a retransmission, is', () => {
  const told: Readonly<Record<string, () => Story>> = {
    'data with another IP ID': () => story().handshake().data('originator', 100).resend('originator', 100, 100),
    'the same IP ID, but later than any copy comes': () =>
      story().handshake().data('originator', 100).copy({ instantNs: 210e6, ttl: 64 }),
    'a SYN once more after a second': () => story({ timestamps: false }).syn({ ipId: 0 }).wait(1000).syn({ ipId: 0 }),
    'data of IPv6 after two milliseconds': () =>
      story({ originator: '::1', responder: '::2', timestamps: false })
        .handshake()
        .data('originator', 5)
        .wait(1)
        .resend('originator', 5, 5),
    'data with another timestamp': () =>
      story().handshake().data('originator', 5, { ipId: 0 }).resend('originator', 5, 5, { ipId: 0 }),
  };
  for (const [name, tell] of Object.entries(told)) {
    test(name, () => {
      const { copies, half } = tell().connection();
      assert.deepEqual([copies, half.originator.retransmissions], [0, 1]);
    });
  }
});

describe('no copy are', () => {
  test('equal ACKs without IP ID, one after the other: duplicates are sent on purpose', () => {
    const told = story({ timestamps: false, originator: '::1', responder: '::2' }).handshake().data('originator', 10);
    for (let count = 0; count < 3; count += 1)
      told.ack('responder', { acknowledgment: told.ends.originator.next - 10 });
    const { copies, half } = told.connection();
    assert.deepEqual([copies, half.responder.duplicateAcks], [0, 3]);
  });

  test('equal segments of the two directions', () => {
    const told = story({ originatorIsn: 5, responderIsn: 5, timestamps: false });
    told.segment('originator', { ipId: 1, sequence: 5, acknowledgment: 5 });
    told.segment('responder', { ipId: 1, sequence: 5, acknowledgment: 5 });
    assert.equal(told.connection().copies, 0);
  });

  test('two RSTs with different numbers', () => {
    const told = story().handshake().abort('responder').segment('responder', { flags: 4, sequence: 9, ipId: 0 });
    const { copies, resets } = told.connection();
    assert.deepEqual([copies, resets.length], [0, 2]);
  });

  test('equal RSTs without IP ID, one for each segment that they answer', () => {
    const told = story().handshake().fin('responder').ack('originator').data('originator', 31);
    const { resets, copies } = told.reset('responder').fin('originator').reset('responder').connection();
    assert.deepEqual([copies, resets.length], [0, 2]);
    assert.equal(resets[0]?.sequence, resets[1]?.sequence);
  });

  test('segments without any IP ID in the evidence, a moment apart', () => {
    const plain = { ipId: UNKNOWN, ttl: UNKNOWN } as const;
    const told = story({ timestamps: false }).handshake().data('originator', 10, plain).wait(5);
    const { copies, half } = told.resend('originator', 10, 10, plain).connection();
    assert.deepEqual([copies, half.originator.retransmissions], [0, 1]);
  });
});

test('the tallies count copies of all connections', () => {
  const told = story().syn().copy().again({ originatorPort: 9 }).handshake().copy();
  assert.equal(told.track().tracker.tallies.copies, 2);
});
