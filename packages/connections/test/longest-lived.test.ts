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

test('segments that the log has forgotten make no silence', () => {
  const told = lively();
  assert.equal(livedSilence(told, told.steps.length - 6)?.silenceNs, 10_001e6);
});
