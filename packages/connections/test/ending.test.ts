import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ACK } from '@fivewhys/capture';
import type { Ending } from '@fivewhys/connections';
import { type EndingFacts, endingOf } from '../src/ending.ts';
import { type Story, story } from './story.ts';

/** Each ending, the conn_state that Zeek gives it (scripts/base/protocols/conn/main.zeek), and stories that end so. */
const endings: Readonly<Record<Ending, readonly [zeek: string, stories: Readonly<Record<string, () => Story>>]>> = {
  unanswered: [
    'S0',
    {
      'a SYN': () => story().syn(),
      'a SYN that is sent three times': () => story().syn().wait(1000).syn().wait(2000).syn(),
    },
  ],
  rejected: [
    'REJ',
    {
      'a SYN answered by a RST': () => story().syn().reset('responder'),
      'a SYN answered by a RST of a live socket': () => story().syn().abort('responder'),
      'two SYNs, the second answered by a RST': () => story().syn().wait(1000).syn().reset('responder'),
    },
  ],
  misanswered: [
    'OTH',
    {
      'a SYN answered by an ACK of something else': () => story().syn().ack('responder', { acknowledgment: 5 }),
      'and then by a RST of the originator': () =>
        story().syn().ack('responder', { acknowledgment: 5, sequence: 77 }).reset('originator'),
    },
  ],
  established: [
    'S1',
    {
      'a handshake': () => story().handshake(),
      'a handshake and data': () => story().handshake().data('originator', 5).data('responder', 5),
      'a handshake of which the SYN-ACK is not in the capture': () =>
        story()
          .syn()
          .unseen((lost) => lost.synAck())
          .ack('originator')
          .data('responder', 5),
      'a handshake and a RST outside the window': () =>
        story().handshake().ack('responder').segment('responder', { flags: 4, sequence: 5 }),
    },
  ],
  'originator-closing': [
    'S2',
    { 'a FIN of the originator': () => story().handshake().fin('originator').ack('responder') },
  ],
  'responder-closing': [
    'S3',
    {
      'a FIN of the responder': () => story().handshake().fin('responder').ack('originator'),
      'a FIN of the responder, the SYN-ACK not in the capture': () =>
        story()
          .syn()
          .unseen((lost) => lost.synAck())
          .ack('originator')
          .data('responder', 5)
          .fin('responder'),
      'a FIN of the responder in midstream': () =>
        story()
          .unseen((lost) => lost.handshake())
          .data('responder', 5)
          .fin('responder'),
    },
  ],
  closed: [
    'SF',
    {
      'FINs of both': () => story().handshake().close('originator'),
      'FINs of both, the last ACK missing': () => story().handshake().fin('responder').fin('originator'),
      'FINs of both and then a RST': () => story().handshake().close('originator').reset('originator'),
      'FINs of both in midstream': () =>
        story()
          .unseen((lost) => lost.handshake())
          .close('responder'),
    },
  ],
  'originator-reset': [
    'RSTO',
    {
      'a RST of the originator': () => story().handshake().data('originator', 5).abort('originator'),
      'a RST of the originator in midstream': () =>
        story()
          .unseen((lost) => lost.handshake())
          .abort('originator'),
      'a FIN and then a RST of the originator': () =>
        story().handshake().fin('originator').ack('responder').abort('originator'),
    },
  ],
  'responder-reset': [
    'RSTR',
    {
      'a RST of the responder': () => story().handshake().data('originator', 5).abort('responder'),
      'a RST of the responder in midstream': () =>
        story()
          .unseen((lost) => lost.handshake())
          .data('originator', 5)
          .reset('responder'),
      'a RST outside the window and one inside': () =>
        story().handshake().ack('responder').segment('responder', { flags: 4, sequence: 5 }).abort('responder'),
    },
  ],
  'originator-gave-up': ['RSTOS0', { 'a SYN and a RST of the originator': () => story().syn().abort('originator') }],
  'responder-gave-up': [
    'RSTRH',
    {
      'a SYN-ACK and a RST of the responder, the SYN not seen': () =>
        story()
          .unseen((lost) => lost.syn())
          .synAck()
          .abort('responder'),
    },
  ],
  'originator-only': [
    'SH',
    {
      'a SYN and a FIN of the originator, of the responder nothing': () =>
        story()
          .syn()
          .unseen((lost) => lost.synAck())
          .ack('originator')
          .fin('originator'),
    },
  ],
  'responder-only': [
    'SHR',
    {
      'a SYN-ACK and a FIN of the responder, the SYN not seen': () =>
        story()
          .unseen((lost) => lost.syn())
          .synAck()
          .fin('responder'),
    },
  ],
  midstream: [
    'OTH',
    {
      'data in midstream': () =>
        story()
          .unseen((lost) => lost.handshake())
          .data('originator', 5),
      'a SYN-ACK alone': () =>
        story()
          .unseen((lost) => lost.syn())
          .synAck(),
    },
  ],
};

for (const [ending, [zeek, stories]] of Object.entries(endings)) {
  describe(`${ending} [${zeek}] is the ending of`, () => {
    for (const [name, tell] of Object.entries(stories)) {
      test(name, () => {
        assert.equal(tell().connection().ending, ending);
      });
    }
  });
}

test('the ending does not depend on who is heard first', () => {
  const told = story()
    .unseen((before) => before.handshake())
    .data('responder', 5)
    .data('originator', 5);
  assert.equal(told.abort('originator').connection().ending, 'originator-reset');
});

describe('the first end that closes', () => {
  test('is the one whose FIN comes first', () => {
    assert.equal(story().handshake().close('originator').connection().closedFirstBy, 'originator');
    assert.equal(story().handshake().close('responder').connection().closedFirstBy, 'responder');
    assert.equal(story().handshake().connection().closedFirstBy, undefined);
  });

  test('has its FIN acknowledged when the other says so', () => {
    const told = story().handshake().fin('originator');
    assert.equal(told.connection().half.originator.finAcknowledged, false);
    const { half } = told.ack('responder').connection();
    assert.deepEqual([half.originator.finAcknowledged, half.responder.finAcknowledged], [true, false]);
  });
});

test('of all facts that can come together each combination has an ending, and Zeek has one for it', () => {
  const states = new Set(Object.values(endings).map(([zeek]) => zeek));
  const booleans = [false, true];
  let combinations = 0;
  for (const originatorSyn of booleans)
    for (const responderSynAck of booleans)
      for (const originatorFin of booleans)
        for (const responderFin of booleans)
          for (const resetBy of [undefined, 'originator', 'responder'] as const)
            for (const oddAcks of [0, 1])
              for (const responderSegments of [0, 2]) {
                const facts: EndingFacts = {
                  originatorSyn,
                  responderSynAck,
                  originatorFin,
                  responderFin,
                  resetBy,
                  oddAcks,
                  responderSegments,
                };
                const ending = endingOf(facts);
                assert.ok(states.has(endings[ending][0]), JSON.stringify(facts));
                if (originatorFin && responderFin) assert.equal(ending, 'closed');
                if (responderFin && !originatorFin && resetBy === undefined && oddAcks === 0)
                  assert.match(ending, /^responder-(closing|only)$/, JSON.stringify(facts));
                combinations += 1;
              }
  assert.equal(combinations, 2 ** 4 * 3 * 4);
});

test('odd ACKs are counted, and the frame of the first is known', () => {
  const told = story()
    .syn()
    .ack('responder', { acknowledgment: 5 })
    .wait(1000)
    .syn()
    .ack('responder', { acknowledgment: 5 });
  const { oddAcks, oddAckFrame, ending } = told.connection();
  assert.deepEqual([oddAcks, oddAckFrame, ending], [2, 2, 'misanswered']);
});

test('a SYN-ACK after all, after odd ACKs, begins the connection', () => {
  const told = story()
    .syn()
    .ack('responder', { acknowledgment: 5, sequence: 77 })
    .wait(1000)
    .syn()
    .synAck()
    .ack('originator');
  const { ending, oddAcks, half } = told.data('responder', 10).connection();
  assert.deepEqual([ending, oddAcks], ['established', 1]);
  assert.equal(half.responder.nextSequence, told.ends.responder.next);
  assert.equal(half.responder.payloadBytes, 10);
});

test('an ACK that acknowledges the SYN is no odd one: the SYN-ACK is missing from the capture', () => {
  const { oddAcks } = story()
    .syn()
    .unseen((lost) => lost.synAck())
    .ack('responder')
    .connection();
  assert.equal(oddAcks, 0);
  assert.equal(ACK, 0x10);
});
