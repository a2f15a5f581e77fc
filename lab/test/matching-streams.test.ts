import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { matchingStreams } from '../truth/matching-streams.ts';
import { frame } from './frame.ts';

const syn = { flags: 'S', seq: 1000, ack: 0, length: 0 };
const request = { flags: 'P.', seq: 1001, ack: 501, length: 320 };

describe('the streams of another capture', () => {
  it('are the same where a packet is the same, though a NAT gave it another address and port', () => {
    const here = [frame({ ...syn, stream: 3, from: '10.83.1.2.4000', to: '10.83.1.1.8080' })];
    const there = [
      frame({ ...syn, seq: 77, stream: 0, from: '10.83.3.2.1', to: '10.83.9.2.8080' }),
      frame({ ...syn, stream: 1, from: '10.83.9.1.40000', to: '10.83.9.2.8080', seconds: 0.002 }),
    ];
    assert.deepEqual(matchingStreams(here, [3], there), [1]);
  });

  it('can be several: what was translated differently is two streams', () => {
    const here = [frame({ ...syn, stream: 0 }), frame({ ...request, stream: 0 })];
    const there = [frame({ ...syn, stream: 5 }), frame({ ...request, stream: 2, from: 'elsewhere.1' })];
    assert.deepEqual(matchingStreams(here, [0], there), [2, 5]);
  });

  it('are none where nothing of them came by, or only the same numbers at another time', () => {
    const here = [frame({ ...syn, stream: 0 }), frame({ ...request, stream: 1 })];
    assert.deepEqual(matchingStreams(here, [0], [frame({ ...request, stream: 0 })]), []);
    assert.deepEqual(matchingStreams(here, [0], [frame({ ...syn, stream: 0, seconds: 5 })]), []);
  });
});
