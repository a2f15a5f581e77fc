import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ACK, FIN, OPTION_TIMESTAMPS, RST, UNKNOWN, URG } from '@fivewhys/capture';
import type { Reset } from '@fivewhys/connections';
import { type SegmentFields, type Story, story } from './story.ts';

function only(told: Story): Reset {
  const { resets } = told.connection();
  assert.equal(resets.length, 1);
  return resets[0] as Reset;
}

describe('a RST without a fault is of kind', () => {
  const perfect: Readonly<Record<string, readonly [kind: string, tell: () => Story]>> = {
    'A: to a segment with ACK, for which there is no socket': [
      'A',
      () => story().handshake().data('originator', 5).reset('responder'),
    ],
    'A: the same in IPv6, where there is no IP ID': [
      'A',
      () =>
        story({ originator: '::1', responder: '::2' })
          .handshake()
          .data('originator', 5)
          .reset('responder', { ipId: -1 }),
    ],
    'A: the same in a text that says neither IP ID nor DF': [
      'A',
      () => story().handshake().data('originator', 5).reset('responder', { ipId: UNKNOWN, dontFragment: UNKNOWN }),
    ],
    'B: to a SYN for which nobody listens': ['B', () => story().syn().reset('responder')],
    'C: of a live socket that is aborted': ['C', () => story().handshake().data('originator', 5).abort('responder')],
    'C: the same without timestamps, when the connection has none': [
      'C',
      () => story({ timestamps: false }).handshake().abort('originator'),
    ],
  };
  for (const [name, [kind, tell]] of Object.entries(perfect)) {
    test(name, () => {
      const reset = only(tell());
      assert.deepEqual([reset.kind, reset.deviations], [kind, []]);
    });
  }
});

test('a RST with FIN and URG is of no kind that a host makes, whatever its numbers', () => {
  const told = story()
    .handshake()
    .data('originator', 5)
    .reset('responder', { flags: RST | FIN | URG });
  const { kind, deviations } = only(told);
  assert.equal(kind, 'other');
  assert.deepEqual(deviations, ['FIN and URG beside RST, which no TCP sends: forged, or damaged']);
});

describe('a deviation is told in words, with its number:', () => {
  const established = () => story().handshake().data('originator', 5);
  const deviating: Readonly<Record<string, readonly [kind: string, tell: () => Story]>> = {
    'window 1024 instead of 0': ['A', () => established().reset('responder', { window: 1024 })],
    'options where Linux sends none': ['A', () => established().reset('responder', { options: OPTION_TIMESTAMPS })],
    'ack field 77 although the ACK flag is off (Windows does that)': [
      'A',
      () => established().reset('responder', { acknowledgment: 77 }),
    ],
    'IP ID 9 instead of 0 (an older Linux, or another system)': [
      'A',
      () => established().reset('responder', { ipId: 9 }),
    ],
    'DF off': ['A', () => established().reset('responder', { dontFragment: 0 })],
    'carries 3 bytes of payload': ['A', () => established().reset('responder', { payloadBytes: 3 })],
    'IP ID 8 instead of 0 (an older Linux, or another system)': [
      'B',
      () => story().syn().reset('responder', { ipId: 8 }),
    ],
    'RST+ACK without the timestamps that the connection uses': [
      'other',
      () => established().abort('responder', { options: 0 }),
    ],
    'RST+ACK with window 0 and a sequence number of its own': [
      'other',
      () => story({ timestamps: false }).handshake().abort('responder', { window: 0 }),
    ],
  };
  for (const [deviation, [kind, tell]] of Object.entries(deviating)) {
    test(`${deviation}, of kind ${kind}`, () => {
      const reset = only(tell());
      assert.deepEqual([reset.kind, reset.deviations.length], [kind, 1]);
      assert.ok(reset.deviations[0]?.startsWith(deviation), reset.deviations[0]);
    });
  }

  test('several of them, each', () => {
    const { kind, deviations } = only(established().reset('responder', { window: 5, ipId: 6, dontFragment: 0 }));
    assert.equal(kind, 'A');
    assert.equal(deviations.length, 3);
  });

  test('a RST+ACK with payload is of no kind', () => {
    const { kind, deviations } = only(established().abort('responder', { payloadBytes: 12 }));
    assert.deepEqual([kind, deviations], ['other', ['carries 12 bytes of payload']]);
  });
});

test('a RST+ACK with sequence 0 to a connection that is just at 0 is taken for kind B', () => {
  const told = story({ responderIsn: -1, timestamps: false }).handshake();
  assert.equal(told.ends.responder.next, 0);
  assert.equal(only(told.abort('responder', { window: 0 })).kind, 'B');
});

test('a RST is kept with its fields', () => {
  const fields: SegmentFields = { ttl: 55, ipId: 4, window: 9, linkSourceHigh: 0x1234_5678, linkSourceLow: 0x9abc };
  const told = story().handshake().data('originator', 5).wait(7);
  const reset = only(told.abort('responder', fields));
  const { ttl, ipId, window, linkSource, flags, frame, from, sequence, acknowledgment } = reset;
  assert.deepEqual(
    { ttl, ipId, window, flags, frame, from },
    { ttl: 55, ipId: 4, window: 9, flags: RST | ACK, frame: 5, from: 'responder' },
  );
  assert.equal(linkSource, 0x5678_9abc);
  assert.deepEqual([sequence, acknowledgment], [told.ends.responder.next, told.ends.originator.next]);
  assert.equal(reset.instantNs, 12e6);
  assert.equal(reset.timestampValue, 900_012);
});

test('numbers of a RST are unsigned', () => {
  const told = story({ responderIsn: 0xf000_0000 }).handshake().data('responder', 5);
  assert.equal(only(told.abort('responder')).sequence, 0xf000_0006);
});

describe('the payload of a RST', () => {
  test('is kept', () => {
    const payload = Buffer.from('Go away, we do not like you');
    const reset = only(story().handshake().abort('responder', { payload }));
    assert.deepEqual(Buffer.from(reset.payload), payload);
    assert.equal(reset.payloadBytes, payload.length);
  });

  test('is kept to 256 bytes, and its length is known', () => {
    const reset = only(
      story()
        .handshake()
        .abort('responder', { payload: new Uint8Array(1000).fill(7) }),
    );
    assert.deepEqual([reset.payload.length, reset.payloadBytes], [256, 1000]);
  });

  test('that the capture cut is what was captured', () => {
    const reset = only(
      story()
        .handshake()
        .abort('responder', { payload: new Uint8Array(5), payloadBytes: 900, capturedPayloadBytes: 5 }),
    );
    assert.deepEqual([reset.payload.length, reset.payloadBytes], [5, 900]);
  });

  test('of one RST is not the payload of the next', () => {
    const told = story()
      .handshake()
      .abort('responder', { payload: Uint8Array.of(1, 2, 3) });
    told.segment('responder', { flags: RST, sequence: 1, payload: Uint8Array.of(9) });
    told.segment('responder', { flags: RST, sequence: 2 });
    const { resets } = told.connection();
    assert.deepEqual(
      resets.map(({ payload }) => [...payload]),
      [[1, 2, 3], [9], []],
    );
  });
});

test('the state of both ends just before a RST is kept with it', () => {
  const told = story().handshake().data('originator', 100).abort('responder').data('originator', 50);
  const { before } = only(told);
  assert.deepEqual([before.originator.payloadBytes, before.responder.segments], [100, 1]);
  assert.equal(before.responder.resets, 0);
});
