import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ACK, FIN, RST } from '@fivewhys/capture';
import { story } from './story.ts';

describe('the originator is', () => {
  test('who sent the SYN', () => {
    const { originator, responder, originatorBasis, history } = story({ originatorPort: 80, responderPort: 60_000 })
      .handshake()
      .connection();
    assert.deepEqual([originator.port, responder.port, originatorBasis], [80, 60_000, 'syn']);
    assert.equal(history, 'ShA');
  });

  test('who the first SYN-ACK went to, when the SYN is not in the capture', () => {
    const { originator, responder, originatorBasis, history } = story()
      .unseen((before) => before.syn())
      .synAck()
      .ack('originator')
      .connection();
    assert.deepEqual([originator.port, responder.port, originatorBasis], [40_000, 443, 'syn-ack']);
    assert.equal(history, '^hA');
  });

  for (const [first, originatorPort, responderPort, found] of [
    ['originator', 40_000, 443, 40_000],
    ['responder', 40_000, 443, 40_000],
    ['responder', 443, 40_000, 40_000],
    ['originator', 1023, 8080, 8080],
    ['responder', 50_000, 8080, 50_000],
    ['originator', 8080, 50_000, 50_000],
    ['originator', 50_000, 50_001, 50_000],
    ['responder', 50_000, 50_001, 50_001],
    ['originator', 80, 443, 80],
    ['responder', 80, 443, 443],
    ['originator', 8080, 9090, 8080],
  ] as const) {
    test(`the end with port ${found} when the ${first} of ${originatorPort} → ${responderPort} is heard first, in midstream`, () => {
      const { originator, originatorBasis } = story({ originatorPort, responderPort })
        .unseen((before) => before.handshake())
        .data(first, 10)
        .connection();
      assert.deepEqual([originator.port, originatorBasis], [found, 'guess']);
    });
  }

  test('still who was taken for it when a SYN of the other end comes later in the same stream', () => {
    const { originator, originatorBasis } = story().syn().segment('responder', { flags: 2, sequence: 5 }).connection();
    assert.deepEqual([originator.port, originatorBasis], [40_000, 'syn']);
  });
});

describe('addresses and frames', () => {
  test('are those of the ends, and of the first and the last frame', () => {
    const told = story({ originator: '2001:db8::1', responder: '2001:db8::2' }).wait(50).handshake().wait(10);
    const { originator, responder, firstFrame, lastFrame, firstInstantNs, lastInstantNs } = told
      .data('responder', 1)
      .connection();
    assert.deepEqual([originator.ip, responder.ip], ['2001:db8::1', '2001:db8::2']);
    assert.deepEqual([firstFrame, lastFrame, firstInstantNs, lastInstantNs], [1, 4, 51e6, 64e6]);
  });
});

describe('the history has a letter for the first time of each thing, upper case for the originator:', () => {
  test('SYN, SYN-ACK, ACK, data and FIN', () => {
    const told = story().handshake().data('originator', 9).ack('responder').data('responder', 9).ack('originator');
    assert.equal(told.close('originator').connection().history, 'ShADadFf');
  });

  test('RST', () => {
    assert.equal(story().syn().reset('responder').connection().history, 'Sr');
    assert.equal(story().handshake().abort('originator').connection().history, 'ShAR');
  });

  test('retransmission, zero window and gap', () => {
    const told = story().handshake().data('originator', 100).resend('originator', 100, 100);
    told
      .ack('responder', { window: 0 })
      .unseen((lost) => lost.data('responder', 50))
      .data('responder', 50);
    assert.equal(told.connection().history, 'ShADTawgd');
  });

  test('SYN together with FIN or RST', () => {
    assert.equal(
      story()
        .syn({ flags: 2 | FIN })
        .connection().history,
      'SQF',
    );
    assert.equal(
      story()
        .syn({ flags: 2 | RST })
        .connection().history,
      'RQ',
    );
    assert.equal(
      story()
        .syn()
        .synAck({ flags: 2 | ACK | RST })
        .connection().history,
      'Srq',
    );
  });

  test('a bare ACK is A once, however many come', () => {
    const told = story().handshake();
    for (let count = 0; count < 10; count += 1) told.data('responder', 10).ack('originator');
    assert.equal(told.connection().history, 'ShAd');
  });

  test('a circumflex first, when the first segment seen came from the responder', () => {
    const told = story()
      .unseen((before) => before.handshake())
      .data('responder', 5)
      .ack('originator');
    assert.equal(told.connection().history, '^dA');
  });
});
