import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ACK, HEADER_PAST_PACKET, HEADER_TOO_SHORT, RST, SYN } from '@fivewhys/capture';
import { type Story, story } from './story.ts';

/** Frames of each connection, in the order of streams. */
function framesOf(told: Story): number[] {
  return told.track().connections.map(({ frames }) => frames);
}

describe('streams are numbered as tcp.stream in Wireshark 4:', () => {
  test('from 0, in the order of first frames', () => {
    const told = story({ originatorPort: 1111 }).syn().again({ originatorPort: 2222 }).syn();
    told.again({ originatorPort: 1111, originatorIsn: 1_000_000 }).synAck();
    const { connections } = told.track();
    assert.deepEqual(
      connections.map(({ stream, originator, frames }) => [stream, originator.port, frames]),
      [
        [0, 1111, 2],
        [1, 2222, 1],
      ],
    );
  });

  test('a SYN with another number on a used 4-tuple opens a new stream', () => {
    assert.deepEqual(framesOf(story().handshake().again().handshake()), [3, 3]);
  });

  test('a SYN with the same number is a retransmission, also after data', () => {
    const told = story().handshake().data('originator', 10);
    assert.deepEqual(framesOf(told.segment('originator', { flags: SYN, sequence: told.ends.originator.isn })), [5]);
  });

  test('a SYN with the same number after a close stays in the stream: only the number counts', () => {
    const told = story().handshake().close('originator');
    assert.deepEqual(framesOf(told.segment('originator', { flags: SYN, sequence: told.ends.originator.isn })), [7]);
  });

  test('a SYN-ACK with another number opens none', () => {
    assert.deepEqual(
      framesOf(
        story()
          .syn()
          .synAck()
          .segment('responder', { flags: SYN | ACK, sequence: 5 }),
      ),
      [3],
    );
  });

  test('a SYN-ACK with another number is the new base: a SYN of that end with it stays, one with the old number opens', () => {
    for (const flags of [SYN | ACK, SYN | ACK | RST]) {
      const again = () => story().syn().synAck().segment('responder', { flags, sequence: 5 });
      assert.deepEqual(framesOf(again().segment('responder', { flags: SYN, sequence: 5 })), [4]);
      const { isn } = again().ends.responder;
      assert.deepEqual(framesOf(again().segment('responder', { flags: SYN, sequence: isn })), [3, 1]);
    }
  });

  test('a SYN with FIN or RST counts as a SYN', () => {
    assert.deepEqual(
      framesOf(
        story()
          .syn()
          .segment('originator', { flags: SYN | RST, sequence: 5 }),
      ),
      [1, 1],
    );
  });

  test('a SYN from the other end, whose number is known by its data, opens a new stream', () => {
    assert.deepEqual(framesOf(story().handshake().segment('responder', { flags: SYN, sequence: 5 })), [3, 1]);
  });

  test('a SYN from the other end, of which only the SYN was answered, is a simultaneous open in the same stream', () => {
    assert.deepEqual(framesOf(story().syn().segment('responder', { flags: SYN, sequence: 5 })), [2]);
  });

  test('in midstream the number before the first one seen is the base: a SYN with just that stays, any other opens', () => {
    const midstream = () =>
      story()
        .unseen((before) => before.handshake())
        .data('originator', 10);
    const { isn } = midstream().ends.originator;
    assert.deepEqual(framesOf(midstream().segment('originator', { flags: SYN, sequence: isn })), [2]);
    assert.deepEqual(framesOf(midstream().segment('originator', { flags: SYN, sequence: isn + 1 })), [1, 1]);
  });

  test('an acknowledgment tells the base of the other end: a SYN with another number opens', () => {
    const midstream = () =>
      story()
        .unseen((before) => before.handshake())
        .ack('originator');
    const { isn } = midstream().ends.responder;
    assert.deepEqual(framesOf(midstream().segment('responder', { flags: SYN, sequence: isn })), [2]);
    assert.deepEqual(framesOf(midstream().segment('responder', { flags: SYN, sequence: isn + 1 })), [1, 1]);
  });

  test('a RST tells a base, too', () => {
    const midstream = () => story().segment('originator', { flags: RST, sequence: 500 });
    assert.deepEqual(framesOf(midstream().segment('originator', { flags: SYN, sequence: 499 })), [2]);
    assert.deepEqual(framesOf(midstream().segment('originator', { flags: SYN, sequence: 500 })), [1, 1]);
  });

  test('segments of a 4-tuple that was used again belong to the newest stream', () => {
    const told = story().handshake().data('originator', 10);
    const late = told.ends.originator.next;
    told.again().syn().segment('originator', { sequence: late });
    assert.deepEqual(framesOf(told), [4, 2]);
  });

  test('a hundred reuses of one 4-tuple are a hundred and one streams', () => {
    const told = story().syn();
    for (let count = 0; count < 100; count += 1) told.again().syn();
    const { connections } = told.track();
    assert.deepEqual(
      connections.map(({ stream }) => stream),
      Array.from({ length: 101 }, (_, stream) => stream),
    );
  });

  test('a segment whose header goes past its packet opens a stream, and its numbers are not believed', () => {
    const told = story().segment('originator', { malformed: HEADER_PAST_PACKET, flags: ACK, sequence: 500 });
    assert.deepEqual(framesOf(told.segment('originator', { flags: SYN, sequence: 900 })), [2]);
  });

  test('of a segment whose header is too short the number is the base all the same', () => {
    const told = () => story().segment('originator', { malformed: HEADER_TOO_SHORT, flags: SYN, sequence: 500 });
    assert.deepEqual(framesOf(told().segment('originator', { flags: SYN, sequence: 500 })), [2]);
    assert.deepEqual(framesOf(told().segment('originator', { flags: SYN, sequence: 900 })), [1, 1]);
  });
});

describe('a connection is', () => {
  test('the same from both directions', () => {
    assert.deepEqual(framesOf(story().handshake().data('responder', 5).data('originator', 5)), [5]);
  });

  test('another one for each port and address', () => {
    const told = story();
    for (const fields of [
      {},
      { originatorPort: 40_001 },
      { responderPort: 444 },
      { originator: '10.0.0.3' },
      { responder: '10.0.0.4' },
    ]) {
      told.again({
        originator: '10.0.0.1',
        responder: '10.0.0.2',
        originatorPort: 40_000,
        responderPort: 443,
        ...fields,
      });
      told.handshake();
    }
    assert.deepEqual(framesOf(told), [3, 3, 3, 3, 3]);
  });

  test('another one for ports that are swapped between the ends', () => {
    const told = story({ originatorPort: 5000, responderPort: 6000 }).syn();
    assert.deepEqual(framesOf(told.again({ originatorPort: 6000, responderPort: 5000 }).syn()), [1, 1]);
  });

  test('another one in IPv6 than in IPv4, also when the last words of the addresses are equal', () => {
    const told = story({ originator: '10.0.0.1', responder: '10.0.0.2' }).handshake();
    told.again({ originator: '::a00:1', responder: '::a00:2' }).handshake();
    told.again({ originator: '::ffff:10.0.0.1', responder: '::ffff:10.0.0.2' }).handshake();
    const { connections } = told.track();
    assert.deepEqual(
      connections.map(({ originator, frames }) => [originator.ip, frames]),
      [
        ['10.0.0.1', 3],
        ['::a00:1', 3],
        ['::ffff:10.0.0.1', 3],
      ],
    );
  });

  test('another one for each word of an IPv6 address', () => {
    const told = story();
    for (const originator of ['::1', '::1:0:0:1', '::1:0:0:0:0:1', '1::1']) {
      told.again({ originator, responder: '::2' }).handshake();
    }
    assert.deepEqual(framesOf(told), [3, 3, 3, 3]);
  });

  test('one with itself when a host talks to its own port', () => {
    const self = { originator: '127.0.0.1', responder: '127.0.0.1', originatorPort: 5000, responderPort: 5000 };
    const { connections } = story(self).syn().track();
    assert.equal(connections.length, 1);
  });
});
