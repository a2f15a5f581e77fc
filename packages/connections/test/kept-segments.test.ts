import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ACK, OPTION_TIMESTAMPS, PSH, RST, Segment } from '@fivewhys/capture';
import { type Connection, describeConnection, Tracker } from '@fivewhys/connections';
import { type Story, story } from './story.ts';

function framesKept({ segments }: Connection): number[] {
  return segments.map(({ frame }) => frame);
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function talk(told: Story, rounds: number): Story {
  for (let count = 0; count < rounds; count += 1) told.data('originator', 10).ack('responder');
  return told;
}

test('a kept segment has all that was known of it', () => {
  const told = story()
    .handshake()
    .data('originator', 100, { window: 33, ttl: 12, ipId: 99, interfaceId: 3, dontFragment: 0 });
  const { segments } = told.connection();
  const { ends } = told;
  assert.deepEqual(segments.at(-1), {
    frame: 4,
    instantNs: 4e6,
    from: 'originator',
    flags: ACK | PSH,
    numbersKnown: true,
    sequence: ends.originator.next - 100,
    acknowledgment: ends.responder.next,
    payloadBytes: 100,
    window: 33,
    ttl: 12,
    ipId: 99,
    dontFragment: 0,
    options: OPTION_TIMESTAMPS,
    timestampValue: 300_004,
    timestampEcho: 900_002,
    interfaceId: 3,
    linkSource: 0,
  });
});

test('what the evidence does not say of a kept segment is -1', () => {
  const { segments } = story().syn({ ttl: -1, ipId: -1, dontFragment: -1 }).connection();
  const [{ ttl, ipId, dontFragment } = assert.fail()] = segments;
  assert.deepEqual([ttl, ipId, dontFragment], [-1, -1, -1]);
});

describe('of a connection that nothing happened to, there are kept', () => {
  test('all segments, when they are few', () => {
    assert.deepEqual(framesKept(talk(story().handshake(), 8).connection()), range(1, 19));
  });

  test('the first four and the last sixteen, when they are many', () => {
    assert.deepEqual(framesKept(talk(story().handshake(), 50).connection()), [...range(1, 4), ...range(88, 103)]);
  });
});

describe('of a connection with a RST, there are kept besides', () => {
  test('those before it and thirty-two from it on', () => {
    const told = talk(story().handshake(), 50).segment('responder', { flags: RST, sequence: 1 });
    const frames = framesKept(talk(told, 50).connection());
    const reset = 104;
    assert.deepEqual(frames, [...range(1, 4), ...range(reset - 16, reset + 31), ...range(204 - 15, 204)]);
  });

  for (const before of [0, 1, 2, 3, 4, 5, 19, 20, 21, 22, 40]) {
    test(`those, when ${before} segments came before it and few or many after`, () => {
      for (const after of [0, 1, 2, 5, 30, 31, 32, 33, 60]) {
        const told = story();
        for (let count = 0; count < before; count += 1) told.data('originator', 1);
        told.segment('responder', { flags: RST, sequence: 1 });
        for (let count = 0; count < after; count += 1) told.data('originator', 1);
        const total = before + 1 + after;
        const expected = new Set([
          ...range(1, Math.min(4, total)),
          ...range(Math.max(before - 15, 1), Math.min(before + 32, total)),
          ...range(Math.max(total - 15, 1), total),
        ]);
        const sorted = [...expected].sort((a, b) => a - b);
        assert.deepEqual(framesKept(told.connection()), sorted, `${before} and ${after}`);
      }
    });
  }

  test('each once, and in order, although they are kept in several places', () => {
    const told = story().handshake().segment('responder', { flags: RST, sequence: 1 });
    const frames = framesKept(talk(told, 10).connection());
    assert.deepEqual(frames, range(1, 24));
  });
});

test('several segments of one frame and one side are all kept', () => {
  const told = story().handshake();
  for (let count = 0; count < 3; count += 1) told.data('originator', 10, { frame: 4 });
  assert.deepEqual(framesKept(told.connection()), [1, 2, 3, 4, 4, 4]);
});

describe('while a million other segments pass,', () => {
  const quiet = 1_200_000;

  /** `before`, then other connections for a long time, then `after`; the first connection. */
  function interrupted(told: Story, tellMore: (told: Story) => void): Connection {
    const connections: Connection[] = [];
    const tracker = new Tracker((source, slot) => connections.push(describeConnection(source, slot, [])));
    const none = new Uint8Array(0);
    for (const { segment } of told.steps) if (segment !== undefined) tracker.segment(segment, none);
    const count = told.steps.length;
    const noise = new Segment();
    Object.assign(noise, { family: 4, source3: 5, destination3: 6, sourcePort: 7, destinationPort: 8, flags: ACK });
    for (let index = 0; index < quiet; index += 1) {
      noise.frame = 1000 + index;
      noise.instantNs = 1e9;
      noise.sequence = index;
      tracker.segment(noise, none);
    }
    tellMore(told);
    for (const { segment } of told.steps.slice(count)) if (segment !== undefined) tracker.segment(segment, none);
    tracker.end();
    return connections[0] as Connection;
  }

  test('a silent connection keeps its first four, and the log forgets the others', () => {
    const connection = interrupted(talk(story().handshake(), 5), () => undefined);
    assert.deepEqual(framesKept(connection), range(1, 4));
    assert.equal(connection.frames, 13);
  });

  test('a connection with a RST keeps all that was kept with it', () => {
    for (const before of [0, 1, 2, 3, 10]) {
      const told = story();
      for (let count = 0; count < before; count += 1) told.data('originator', 1);
      told.segment('responder', { flags: RST, sequence: 1 }).data('originator', 1).data('originator', 1);
      const connection = interrupted(told, (later) => later.data('originator', 1));
      assert.deepEqual(framesKept(connection), range(1, before + 4), `${before}`);
    }
  });
});
