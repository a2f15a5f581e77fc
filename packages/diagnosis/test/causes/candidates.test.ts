import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Connection, KeptSegment, Reset, Side } from '@fivewhys/connections';
import { Surroundings } from '@fivewhys/connections';
import { candidatesFor } from '../../src/causes/undetermined/candidates.ts';

const segment = (frame: number, seconds: number, from: Side) =>
  ({ frame, instantNs: seconds * 1e9, from, flags: 0x10, sequence: frame * 100, payloadBytes: 100 }) as KeptSegment;

/** A kind A RST of the responder, frame 100, that answers the last of what the originator sent. */
function candidates(segments: readonly KeptSegment[], newestSilence?: Connection['newestSilence']) {
  const reset = {
    frame: 100,
    instantNs: 30e9,
    from: 'responder',
    kind: 'A',
    before: { originator: {}, responder: {} },
  };
  const connection = { segments, frames: 99, copies: 0, newestSilence, handshake: {}, originator: {}, responder: {} };
  return candidatesFor(
    { connection, reset, surroundings: new Surroundings(), input: 0 } as unknown as Parameters<typeof candidatesFor>[0],
    { provokedBy: 99, ...reset } as unknown as Reset,
    { ttl: 'different' } as Parameters<typeof candidatesFor>[2],
  ).map(({ cause, because }) => `${cause}: ${because}`);
}

const forgotten = 'idle-timeout: 10.0 s of silence came before: a box on the way may have forgotten the connection';

test('the silence before a RST is that before all that one end sent in a row, not before the last segment of it', () => {
  const segments = [segment(1, 0, 'responder'), segment(98, 10, 'originator'), segment(99, 10.1, 'originator')];
  assert.equal(candidates(segments)[0], forgotten);
});

test('a silence is known by its frames when the segment before it was not kept', () => {
  const first = [1, 2, 3, 4].map((frame) => segment(frame, 0, 'originator'));
  const segments = [...first, segment(99, 30, 'originator')];
  assert.equal(candidates(segments, { silenceNs: 10e9, beforeFrame: 98, afterFrame: 99 })[0], forgotten);
  assert.ok(candidates(segments).every((text) => !text.startsWith('idle-timeout')));
});
