import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { OPTION_SACK, OPTION_TIMESTAMPS } from '@fivewhys/capture';
import { glanceAt } from '@fivewhys/connections';
import { type SegmentFields, type Story, type StoryFields, story } from './story.ts';

const sack: SegmentFields = { options: OPTION_SACK | OPTION_TIMESTAMPS };

/** 300 bytes pass; then one segment of `largeBytes` is lost, and 200 bytes behind it arrive. Frames 1 to 8. */
function lost(largeBytes = 1448, fields: StoryFields = {}): Story {
  const told = story(fields).handshake().data('originator', 300).ack('responder');
  return told
    .data('originator', largeBytes)
    .data('originator', 200)
    .ack('responder', upTo(told, 0, largeBytes, sack));
}

/** An acknowledgment of the first `bytes` of the lost segment. */
function upTo(told: Story, bytes: number, largeBytes = 1448, fields: SegmentFields = {}): SegmentFields {
  return { acknowledgment: told.ends.originator.next - 200 - largeBytes + bytes, ...fields };
}

/** The lost segment once more after each wait. */
function again(told: Story, waitsMs: readonly number[], largeBytes = 1448, bytes = largeBytes): Story {
  for (const ms of waitsMs) told.wait(ms).resend('originator', largeBytes + 200, bytes);
  return told;
}

/** The lost segment in two pieces, both acknowledged. */
function inPieces(told: Story, bytes = 1000, largeBytes = 1448): Story {
  return told
    .resend('originator', largeBytes + 200, bytes)
    .ack('responder', upTo(told, bytes, largeBytes, sack))
    .resend('originator', largeBytes + 200 - bytes, largeBytes - bytes)
    .ack('responder');
}

const resentOf = (told: Story) => told.connection().resentSmaller;

describe('a large segment that is in vain and then goes in smaller ones', () => {
  test('is noted with its tries, the first smaller segment, its acknowledgment and what had arrived', () => {
    const resent = resentOf(inPieces(again(lost(), [200, 400, 800]).wait(1600)));
    assert.ok(resent !== undefined);
    assert.deepEqual(
      resent.tries.map(({ frame, payloadBytes }) => [frame, payloadBytes]),
      [
        [6, 1448],
        [9, 1448],
        [10, 1448],
        [11, 1448],
      ],
    );
    assert.deepEqual([resent.smaller.frame, resent.smaller.payloadBytes, resent.acknowledgment.frame], [12, 1000, 13]);
    assert.deepEqual([resent.from, resent.largeBytes, resent.hole], ['originator', 1448, undefined]);
    assert.equal(resent.inVainNs, 3006e6);
    assert.deepEqual([resent.isSettled, resent.arrivedBytes], [true, 200]);
  });

  test('is noted at the second time-out, as soon as that is half a second after the first try', () => {
    assert.notEqual(resentOf(inPieces(again(lost(), [230]).wait(460))), undefined);
    assert.equal(resentOf(inPieces(again(lost(), [100]).wait(350))), undefined);
  });

  test('looks wrong at a glance, and is told of after many predicted segments', () => {
    const told = inPieces(again(lost(), [200, 400]).wait(800));
    for (let round = 0; round < 200; round += 1) told.data('originator', 1000).ack('responder');
    const { tracker } = told.track();
    assert.equal(glanceAt(tracker, 0).looksWrong, true);
    assert.equal(resentOf(told)?.smaller.frame, 11);
  });

  test('is noted by the acknowledgment alone: a segment that is predicted otherwise', () => {
    const told = again(lost(), [200, 400]).wait(800).resend('originator', 1648, 1000);
    assert.equal(resentOf(told), undefined);
    // No SACK, a higher number, nothing else: on the short way it would not be seen.
    assert.equal(resentOf(told.ack('responder', upTo(told, 1000)))?.acknowledgment.frame, 12);
  });

  test('is not settled while something that was sent by then is not acknowledged', () => {
    const told = again(lost(), [200, 400]).wait(800).resend('originator', 1648, 1000);
    assert.equal(resentOf(told.ack('responder', upTo(told, 1000)))?.isSettled, false);
  });

  test('may go in still smaller ones', () => {
    const told = again(lost(), [200, 400]).wait(800).resend('originator', 1648, 1000).wait(1600);
    const resent = resentOf(inPieces(told, 500));
    assert.deepEqual([resent?.smaller.payloadBytes, resent?.tries.length], [500, 3]);
  });

  test('data of the other end meanwhile does not hide it', () => {
    const told = lost();
    for (const ms of [200, 400]) {
      again(told, [ms]);
      told.data('responder', 100, upTo(told, 0)).ack('originator');
    }
    assert.notEqual(resentOf(inPieces(told.wait(800))), undefined);
  });
});

describe('it is not noted', () => {
  const none = (told: Story) => assert.equal(resentOf(told), undefined);

  test('when the large segment itself arrives at last: the acknowledgment covers more than was sent again', () => {
    const told = again(lost(), [200, 400]).wait(800).resend('originator', 1648, 1000);
    none(told.ack('responder'));
  });

  test('when another large segment behind it had arrived', () => {
    const told = story().handshake().data('originator', 1448).data('originator', 1448).data('originator', 200);
    told.ack('responder', { ...sack, acknowledgment: told.ends.originator.next - 3096 });
    for (const ms of [200, 400]) told.wait(ms).resend('originator', 3096, 1448);
    told.wait(800).resend('originator', 3096, 1000);
    told.ack('responder', { ...sack, acknowledgment: told.ends.originator.next - 2096 });
    told.resend('originator', 2096, 448).ack('responder');
    none(told);
  });

  test('when large ones had arrived that are not kept any more', () => {
    const told = story().handshake();
    for (let count = 0; count < 25; count += 1) told.data('originator', 1448);
    const { next } = told.ends.originator;
    const first = { ...sack, acknowledgment: next - 25 * 1448 };
    for (let count = 0; count < 24; count += 1) told.ack('responder', first);
    for (const ms of [200, 400]) told.wait(ms).resend('originator', 25 * 1448, 1448);
    told.wait(800).resend('originator', 25 * 1448, 1000);
    told.ack('responder', { ...sack, acknowledgment: next - 25 * 1448 + 1000 });
    none(told.resend('originator', 25 * 1448 - 1000, 448).ack('responder'));
  });

  test('when the sender goes back to the large size', () => {
    const told = story().handshake().data('originator', 1448).data('originator', 1448);
    const { next } = told.ends.originator;
    told.ack('responder', { acknowledgment: next - 2896 });
    for (const ms of [200, 400]) told.wait(ms).resend('originator', 2896, 1448);
    told
      .wait(800)
      .resend('originator', 2896, 1000)
      .ack('responder', { acknowledgment: next - 1896 });
    told.resend('originator', 1896, 448).ack('responder', { acknowledgment: next - 1448 });
    none(told.resend('originator', 1448, 1448).ack('responder'));
  });

  test('when the sender had sent something else just before', () => {
    const told = again(lost(), [200, 400]).wait(700).resend('originator', 200, 200);
    none(inPieces(told.wait(100)));
  });

  test('when the smaller segment is not acknowledged', () => {
    none(again(lost(), [200, 400]).wait(800).resend('originator', 1648, 1000));
  });

  test('when the large one was sent only once: an ICMP error may have told the size', () => {
    none(inPieces(lost().wait(1600)));
  });

  test('when it is repaired at once, with no time-out', () => {
    none(inPieces(again(lost(), [200, 400]).wait(20)));
  });

  test('when the waits do not grow', () => {
    none(inPieces(again(lost(), [400, 400, 400]).wait(400)));
  });

  test('when the large one is larger than any segment: the network card cuts it, and the kernel repeats the first part', () => {
    none(inPieces(again(lost(14_480), [200, 400, 800], 14_480).wait(1600), 1448, 14_480));
    none(inPieces(again(lost(7240), [200, 400, 800], 7240, 1448).wait(1600), 1448, 7240));
  });

  test('when the smaller size is a whole part of the large one', () => {
    const jumbo: SegmentFields = { mss: 8960 };
    const told = story().syn(jumbo).synAck(jumbo).ack('originator').data('originator', 2896).data('originator', 200);
    told.ack('responder', upTo(told, 0, 2896, sack));
    none(inPieces(again(told, [200, 400], 2896).wait(800), 1448, 2896));
  });

  test('when the window of the receiver became smaller', () => {
    const told = again(lost(), [200, 400]);
    told.ack('responder', { ...upTo(told, 0), window: 8 });
    none(inPieces(told.wait(800)));
  });

  test('when what was lost is small', () => none(inPieces(again(lost(900), [200, 400], 900).wait(800), 500, 900)));

  test('when the handshake was not seen and the segment is larger than those of Ethernet', () => {
    const told = story().data('originator', 300).ack('responder').data('originator', 2896).data('originator', 200);
    told.ack('responder', upTo(told, 0, 2896, sack));
    none(inPieces(again(told, [200, 400], 2896).wait(800), 2000, 2896));
  });
});

describe('behind the place of the loss', () => {
  /** `bytes` are missing, and 200 bytes behind them arrive. */
  function hole(bytes: number): Story {
    const told = story().handshake().data('originator', 300).ack('responder');
    told.unseen((before) => before.data('originator', bytes)).data('originator', 200);
    return told.ack('responder', upTo(told, 0, bytes, sack));
  }

  test('a hole of full segments that smaller ones fill after a second is noted', () => {
    const resent = resentOf(inPieces(hole(2896).wait(3000), 1000, 2896));
    assert.deepEqual([resent?.tries, resent?.hole?.bytes, resent?.largeBytes], [[], 2896, 1448]);
    assert.deepEqual([resent?.smaller.frame, resent?.acknowledgment.frame, resent?.inVainNs], [8, 9, 3002e6]);
  });

  test('one that full segments fill is mere loss', () => {
    assert.equal(resentOf(inPieces(hole(2896).wait(3000), 1448, 2896)), undefined);
  });

  test('one that is filled by whole parts of full segments tells nothing', () => {
    assert.equal(resentOf(inPieces(hole(1448).wait(3000), 724, 1448)), undefined);
  });

  test('one that is filled within a second is mere loss', () => {
    assert.equal(resentOf(inPieces(hole(1448).wait(900))), undefined);
  });

  test('one that full segments would not leave may be several small ones', () => {
    assert.equal(resentOf(inPieces(hole(1500).wait(3000), 1000, 1500)), undefined);
  });

  test('one without the MSS of the handshake tells nothing', () => {
    const told = story().data('originator', 300).ack('responder');
    told.unseen((before) => before.data('originator', 1448)).data('originator', 200);
    told.ack('responder', upTo(told, 0, 1448, sack)).wait(3000);
    assert.equal(resentOf(inPieces(told)), undefined);
  });
});
