import assert from 'node:assert/strict';
import { test } from 'node:test';
import { story } from './story.ts';

test('the newest silence of both ends is noted with the frames around it, also behind many predicted segments', () => {
  const told = story().handshake();
  for (let round = 0; round < 40; round += 1) told.data('responder', 100).ack('originator');
  told.wait(5000).data('originator', 10).ack('responder');
  const { newestSilence } = told.connection();
  assert.deepEqual(newestSilence, { silenceNs: 5001e6, beforeFrame: 83, afterFrame: 84 });
});

test('a time in which one end spoke is no silence', () => {
  const told = story().handshake().data('originator', 10);
  for (let round = 0; round < 8; round += 1) told.wait(400).data('responder', 10);
  assert.equal(told.ack('originator').connection().newestSilence, undefined);
});
