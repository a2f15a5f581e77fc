import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ACK, RST } from '@fivewhys/capture';
import type { Reset } from '@fivewhys/connections';
import { type Story, story } from './story.ts';

function lastReset(told: Story): Reset {
  return told.connection().resets.at(-1) as Reset;
}

describe('the segment that a RST answers is found by its numbers:', () => {
  test('a SYN, by the end of it (kind B)', () => {
    const { provokedBy, provokedBecause } = lastReset(story().syn().reset('responder'));
    assert.equal(provokedBy, 1);
    assert.equal(provokedBecause, 'seq 1000000 + 1 of frame 1 = ack 1000001 of the RST');
  });

  test('data, by its ack field (kind A)', () => {
    const { provokedBy, provokedBecause } = lastReset(story().handshake().data('originator', 50).reset('responder'));
    assert.equal(provokedBy, 4);
    assert.equal(provokedBecause, 'ack 7000001 of frame 4 = seq of the RST');
  });

  test('the newest of several that fit', () => {
    const told = story()
      .handshake()
      .data('originator', 50)
      .data('originator', 50)
      .ack('responder')
      .data('originator', 50);
    assert.equal(lastReset(told.reset('responder')).provokedBy, 7);
  });

  test('an older one, when only that fits', () => {
    const told = story().handshake().data('originator', 50);
    const answered = told.ends.responder.next;
    told.data('responder', 10).ack('originator').data('originator', 5);
    told.reset('responder', { sequence: answered });
    assert.equal(lastReset(told).provokedBy, 4);
  });

  test('a FIN that comes after the socket is gone', () => {
    const told = story().handshake().abort('responder').fin('originator').reset('responder');
    assert.equal(lastReset(told).provokedBy, 5);
  });

  test('not one of its own side, and not another RST', () => {
    const told = story().handshake().data('originator', 5).reset('responder');
    const { provokedBy } = lastReset(told.segment('originator', { flags: RST, sequence: told.ends.originator.next }));
    assert.equal(provokedBy, undefined);
  });

  test('data without ACK, by the end of it (kind B)', () => {
    const told = story()
      .unseen((before) => before.handshake())
      .segment('originator', { flags: 0, payloadBytes: 40 });
    const acknowledgment = told.ends.originator.next + 40;
    told.reset('responder', { flags: RST | ACK, sequence: 0, acknowledgment });
    assert.equal(lastReset(told).provokedBy, 1);
  });
});

describe('nothing is said to be answered', () => {
  test('by a RST of a live socket (kind C)', () => {
    const { provokedBy, provokedBecause } = lastReset(story().handshake().data('originator', 5).abort('responder'));
    assert.deepEqual([provokedBy, provokedBecause], [undefined, '']);
  });

  test('when no number fits', () => {
    const told = story().handshake().data('originator', 5).reset('responder', { sequence: 4 });
    assert.equal(lastReset(told).provokedBy, undefined);
  });

  test('when what it answers is more than twenty segments back', () => {
    const told = story().handshake().data('originator', 5);
    const answered = told.ends.responder.next;
    told.data('responder', 5);
    for (let count = 0; count < 25; count += 1) told.ack('originator').data('responder', 5);
    assert.equal(lastReset(told.reset('responder', { sequence: answered })).provokedBy, undefined);
  });
});

test('what a RST answers is found across the wrap of the numbers', () => {
  const told = story({ originatorIsn: 0xffff_ffff, responderIsn: 0xffff_fffe });
  assert.equal(
    lastReset(told.syn().reset('responder')).provokedBecause,
    'seq 4294967295 + 1 of frame 1 = ack 0 of the RST',
  );
});
