import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Segment } from '@fivewhys/capture';
import { glanceAt, Tracker } from '@fivewhys/connections';
import { type Story, story } from './story.ts';

function isOneSided(told: Story): boolean {
  const found: boolean[] = [];
  const tracker = new Tracker((released, slot) => found.push(glanceAt(released, slot).oneSided));
  for (const { segment } of told.steps) {
    if (segment !== undefined) tracker.segment(Object.assign(new Segment(), segment), new Uint8Array(0));
  }
  tracker.end();
  assert.equal(found.length, 1);
  return found[0] as boolean;
}

test('a connection of which one end was heard is one-sided, but not where the other sent a RST', () => {
  assert.equal(isOneSided(story().synAck().wait(3000).synAck()), true);
  assert.equal(isOneSided(story().synAck().reset('originator').wait(3000).synAck()), false);
  assert.equal(isOneSided(story().syn().ack('originator').data('originator', 5)), true);
  assert.equal(isOneSided(story().syn().ack('originator').data('originator', 5).reset('responder')), false);
});
