import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { story } from './story.ts';

describe('an ICMP error joins the connection whose segment it quotes:', () => {
  test('one about the originator, with its sender and what it says', () => {
    const told = story().syn().icmp('originator', { type: 3, code: 13 });
    const { icmpErrors, frames } = told.connection();
    assert.deepEqual(icmpErrors, [
      {
        frame: 2,
        instantNs: 2e6,
        family: 4,
        type: 3,
        code: 13,
        mtuBytes: 0,
        source: '10.0.3.233',
        about: 'originator',
        quotedSequence: 1_000_000,
      },
    ]);
    assert.equal(frames, 1);
  });

  test('one about the responder', () => {
    const told = story().handshake().data('responder', 1400).icmp('responder', { type: 3, code: 4, mtuBytes: 1300 });
    const [note] = told.connection().icmpErrors;
    assert.deepEqual([note?.about, note?.mtuBytes, note?.quotedSequence], ['responder', 1300, 7_000_001]);
  });

  test('also when the first segment seen came from the responder', () => {
    const told = story()
      .unseen((before) => before.handshake())
      .data('responder', 5)
      .icmp('responder');
    assert.equal(told.connection().icmpErrors[0]?.about, 'responder');
  });

  test('in IPv6', () => {
    const told = story({ originator: '2001:db8::1', responder: '2001:db8::2' }).syn().icmp('originator', { type: 1 });
    const [note] = told.connection().icmpErrors;
    assert.deepEqual([note?.family, note?.source], [6, '2001:db8::3e9']);
  });

  test('the newest on its 4-tuple', () => {
    const { connections } = story().handshake().again().syn().icmp('originator').track();
    assert.deepEqual(
      connections.map(({ icmpErrors }) => icmpErrors.length),
      [0, 1],
    );
  });

  test('in the order of frames, also in the midst of other segments', () => {
    const told = story();
    for (let port = 1; port <= 40; port += 1) {
      told
        .again({ originatorPort: port })
        .syn()
        .icmp('originator', { code: port % 16 });
    }
    const { connections } = told.track();
    assert.deepEqual(
      connections.map(({ icmpErrors }) => [icmpErrors.length, icmpErrors[0]?.code]),
      Array.from({ length: 40 }, (_, index) => [1, (index + 1) % 16]),
    );
  });
});

test('an error about an address or port that nobody used is counted, and joins nothing', () => {
  const told = story().syn().icmp('originator', { quotedSourcePort: 9 }).icmp('originator', { quotedDestination3: 9 });
  const { connections, tracker } = told.track();
  assert.equal(connections[0]?.icmpErrors.length, 0);
  assert.deepEqual([tracker.tallies.icmpErrors, tracker.tallies.unmatchedIcmpErrors], [2, 2]);
});

test('an IPv6 error does not join an IPv4 connection whose last words are equal', () => {
  const { tracker } = story().syn().icmp('originator', { family: 6 }).track();
  assert.equal(tracker.tallies.unmatchedIcmpErrors, 1);
});

test('an error before the first segment that it is about joins nothing', () => {
  assert.equal(story().icmp('originator').syn().track().tracker.tallies.unmatchedIcmpErrors, 1);
});

test('sixteen errors of a connection are kept', () => {
  const told = story().syn();
  for (let count = 0; count < 30; count += 1) told.icmp('originator');
  assert.equal(told.connection().icmpErrors.length, 16);
});

test('the segments around an error are kept as around a RST', () => {
  const told = story().handshake();
  for (let count = 0; count < 30; count += 1) told.data('originator', 1);
  told.icmp('originator');
  for (let count = 0; count < 60; count += 1) told.data('originator', 1);
  const frames = told.connection().segments.map(({ frame }) => frame);
  assert.ok(
    [33, 35, 36, 66].every((frame) => frames.includes(frame)),
    frames.join(),
  );
});
