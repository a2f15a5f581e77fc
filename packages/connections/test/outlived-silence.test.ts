import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ACK, Segment } from '@fivewhys/capture';
import { describeConnection, type LivedSilence, Surroundings, Tracker } from '@fivewhys/connections';
import { type Story, story } from './story.ts';

/** More segments of another connection than the log looks back at. */
const forgotten = 600_000;

/** What the surroundings know of the silences of a story's responder, at the end. @param interruptedAt steps before which the log forgets what was */
function livedSilence(told: Story, interruptedAt = Number.POSITIVE_INFINITY): LivedSilence | undefined {
  const surroundings = new Surroundings();
  let found: LivedSilence | undefined;
  const tracker = new Tracker((source, slot) => {
    surroundings.add(source, slot);
    found ??= surroundings.lived(describeConnection(source, slot, []).responder.key, 80);
  });
  const none = new Uint8Array(0);
  for (const [index, { segment }] of told.steps.entries()) {
    if (index === interruptedAt) passOthers(tracker);
    if (segment !== undefined) tracker.segment(segment, none);
  }
  tracker.end();
  return found;
}

function passOthers(tracker: Tracker): void {
  const other = new Segment();
  Object.assign(other, { family: 4, source3: 5, destination3: 6, sourcePort: 7, destinationPort: 8, flags: ACK });
  for (let index = 0; index < forgotten; index += 1) {
    other.sequence = index;
    tracker.segment(other, new Uint8Array(0));
  }
}

/** Twelve exchanges, ten seconds apart: never silent for longer. */
function lively(): Story {
  const told = story({ responderPort: 80 }).handshake();
  for (let round = 0; round < 12; round += 1) told.wait(10_000).data('originator', 10).data('responder', 10);
  return told;
}

test('a silence is the time between two segments that follow one another', () => {
  assert.equal(livedSilence(lively())?.silenceNs, 10_001e6);
});

test('the longest counts, wherever it lies, and after however many segments of others', () => {
  const told = lively().wait(40_000).data('originator', 10).data('responder', 10);
  const frame = (told.steps.at(-2)?.segment?.frame ?? 0) as number;
  for (let round = 0; round < 30; round += 1) told.wait(20_000).data('originator', 10).data('responder', 10);
  const found = livedSilence(told, told.steps.length - 6);
  assert.deepEqual([found?.silenceNs, found?.frame], [40_001e6, frame]);
});

test('a silence after which one end alone was heard was not outlived', () => {
  const told = lively().wait(40_000).data('originator', 10).wait(30_000).data('originator', 10);
  assert.equal(livedSilence(told)?.silenceNs, 10_001e6);
  assert.equal(livedSilence(told.data('responder', 10))?.silenceNs, 40_001e6);
});

test('less than a second is no silence', () => {
  const told = story({ responderPort: 80 }).handshake().wait(900).data('originator', 10).data('responder', 10);
  assert.equal(livedSilence(told), undefined);
});
