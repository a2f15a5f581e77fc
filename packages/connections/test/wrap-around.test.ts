import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ACK, OPTION_SACK, RST, Segment } from '@fivewhys/capture';
import { type Connection, distance, unsigned } from '@fivewhys/connections';
import fc from 'fast-check';
import { happenings } from './happenings.ts';
import { type Story, story, track } from './story.ts';

const responderPort = 443;

/** Adds a constant to all numbers of each end: of the originator's sequence and the responder's acknowledgments, and the other way round. */
function shifted(told: Story, originatorBy: number, responderBy: number): Story['steps'] {
  return told.steps.map(({ segment, payload, icmpError }) => {
    if (segment !== undefined) {
      const [own, other] =
        segment.sourcePort !== responderPort ? [originatorBy, responderBy] : [responderBy, originatorBy];
      const hasAck = (segment.flags & ACK) !== 0;
      const isBareReset = segment.sequence === 0 && (segment.flags & RST) !== 0;
      const copy = Object.assign(new Segment(), segment);
      if (!isBareReset) copy.sequence = (segment.sequence + own) | 0;
      if (hasAck) copy.acknowledgment = (segment.acknowledgment + other) | 0;
      if ((segment.options & OPTION_SACK) !== 0) {
        copy.sackLeft = (segment.sackLeft + other) | 0;
        copy.sackRight = (segment.sackRight + other) | 0;
      }
      return { segment: copy, ...(payload === undefined ? {} : { payload }) };
    }
    if (icmpError === undefined) return {};
    const by = icmpError.quotedSourcePort !== responderPort ? originatorBy : responderBy;
    return { icmpError: { ...icmpError, quotedSequence: (icmpError.quotedSequence + by) | 0 } };
  });
}

/** A RST with a sequence number other than 0. */
function isReset(segment: Segment | undefined): boolean {
  return segment !== undefined && (segment.flags & RST) !== 0 && segment.sequence !== 0;
}

/** A connection with all its numbers taken back by those constants, and without the texts that quote them. */
function unshifted(connection: Connection, originatorBy: number, responderBy: number): object {
  const back = (value: number | undefined, by: number) => (value === undefined ? undefined : (value - by) >>> 0);
  const half = (side: Connection['half']['originator'], own: number, other: number) => ({
    ...side,
    isn: back(side.isn, own),
    nextSequence: back(side.nextSequence, own),
    highestAcknowledgment: back(side.highestAcknowledgment, other),
    finSequence: back(side.finSequence, own),
  });
  const halves = ({ originator, responder }: Connection['half']) => ({
    originator: half(originator, originatorBy, responderBy),
    responder: half(responder, responderBy, originatorBy),
  });
  const numbers = <T extends { from: string; flags: number; sequence: number; acknowledgment: number }>(item: T): T => {
    const [own, other] = item.from === 'originator' ? [originatorBy, responderBy] : [responderBy, originatorBy];
    const isBareReset = (item.flags & (RST | ACK)) === (RST | ACK) && item.sequence === 0;
    return {
      ...item,
      sequence: isBareReset ? 0 : (item.sequence - own) >>> 0,
      acknowledgment: (item.flags & ACK) === 0 ? item.acknowledgment : (item.acknowledgment - other) >>> 0,
    };
  };
  const resent = connection.resentSmaller;
  return {
    ...connection,
    resentSmaller: resent && {
      ...resent,
      sequence: back(resent.sequence, resent.from === 'originator' ? originatorBy : responderBy),
      tries: resent.tries.map(numbers),
      smaller: numbers(resent.smaller),
      acknowledgment: numbers(resent.acknowledgment),
      before: resent.before.map(numbers),
    },
    half: halves(connection.half),
    segments: connection.segments.map(numbers),
    resets: connection.resets.map(({ effectBecause, provokedBecause, before, ...reset }) => ({
      ...numbers(reset),
      before: halves(before),
      texts: [effectBecause !== '', provokedBecause !== ''],
    })),
    icmpErrors: connection.icmpErrors.map((note) => ({
      ...note,
      quotedSequence: back(note.quotedSequence, note.about === 'originator' ? originatorBy : responderBy),
    })),
    predecessor: undefined,
  };
}

describe('sequence numbers wrap around:', () => {
  const happening = fc.tuple(fc.nat({ max: happenings.length - 1 }), fc.nat({ max: 2000 }));
  // Near the wrap of 32 bits and of the sign, where arithmetic goes wrong.
  const constant = fc.oneof(
    fc.integer({ min: -0x8000_0000, max: 0x7fff_ffff }),
    fc.integer({ min: -8000, max: 8000 }).map((near) => (0 - 1_000_000 + near) | 0),
    fc.integer({ min: -8000, max: 8000 }).map((near) => (0x8000_0000 - 7_000_000 + near) | 0),
  );

  test('a constant added to all numbers of a connection changes nothing that is told of it but those numbers', () => {
    const stories = fc.array(fc.array(happening, { maxLength: 40 }), { maxLength: 30 });
    fc.assert(
      fc.property(stories, constant, constant, (lists, originatorBy, responderBy) => {
        const told = story({ responderPort });
        for (const [number, list] of lists.entries()) {
          told.again({ originatorPort: 40_000 + number, originatorIsn: 1_000_000, responderIsn: 7_000_000 });
          for (const [index, size] of list) (happenings[index] as (typeof happenings)[number])(told, size);
        }
        const moved = shifted(told, originatorBy, responderBy);
        // Sequence number 0 makes a RST one that answers a segment without ACK: there a constant does change what is told.
        fc.pre(told.steps.every(({ segment }, index) => isReset(segment) === isReset(moved[index]?.segment)));
        const plain = track(told.steps).connections.map((connection) => unshifted(connection, 0, 0));
        const other = track(moved).connections;
        assert.deepEqual(
          other.map((connection) => unshifted(connection, originatorBy, responderBy)),
          plain,
        );
      }),
      { numRuns: 150 },
    );
  });

  test('data across the wrap is followed without a hole or a retransmission', () => {
    const told = story({ originatorIsn: 0xffff_fff0, responderIsn: 0x7fff_fff0 }).handshake();
    for (let count = 0; count < 10; count += 1) told.data('originator', 7).data('responder', 7);
    const { half, history } = told.close('originator').connection();
    assert.equal(history, 'ShADdFf');
    for (const side of [half.originator, half.responder]) {
      assert.deepEqual([side.payloadBytes, side.retransmissions, side.holes], [70, 0, 0]);
    }
    assert.deepEqual([half.originator.nextSequence, half.responder.nextSequence], [0x38, 0x8000_0038]);
  });

  test('the distance of two numbers is signed, and wraps', () => {
    assert.equal(distance(5, 0xffff_fffb | 0), 10);
    assert.equal(distance(0xffff_fffb | 0, 5), -10);
    assert.equal(distance(0x8000_0000 | 0, 0x7fff_ffff), 1);
    assert.equal(unsigned(-1), 4_294_967_295);
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: -0x4000_0000, max: 0x4000_0000 }), (number, by) => {
        assert.equal(distance((number + by) | 0, number), by);
      }),
    );
  });
});
