import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { story } from './story.ts';

describe('the connection that had the same 4-tuple before', () => {
  test('is known to the one that comes after', () => {
    const { connections } = story().handshake().close('originator').again().handshake().track();
    assert.deepEqual(
      connections.map(({ stream, predecessor }) => [stream, predecessor?.stream]),
      [
        [0, undefined],
        [1, 0],
      ],
    );
  });

  test('is described as it was: its numbers, its ending, its segments, its resets', () => {
    const told = story().handshake().data('originator', 70).abort('responder').again().syn();
    const [first, second] = told.track().connections;
    assert.deepEqual({ ...second?.predecessor }, { ...first });
    assert.deepEqual([first?.ending, first?.resets.length], ['responder-reset', 1]);
  });

  test('is known one step back, not all the way', () => {
    const told = story().syn().again().syn().again().syn();
    const { connections } = told.track();
    assert.equal(connections[2]?.predecessor?.stream, 1);
    assert.equal(connections[2]?.predecessor?.predecessor, undefined);
  });

  test('is the same also when the other end opens the next', () => {
    const told = story({ originatorPort: 5000, responderPort: 6000 }).handshake().close('originator');
    told
      .again({ originator: '10.0.0.2', responder: '10.0.0.1', originatorPort: 6000, responderPort: 5000 })
      .handshake();
    const { connections } = told.track();
    assert.deepEqual([connections.length, connections[1]?.predecessor?.stream], [2, 0]);
    assert.equal(connections[1]?.originator.port, 6000);
  });

  test('is none of another 4-tuple', () => {
    const told = story().syn().again({ originatorPort: 2 }).syn();
    assert.equal(told.track().connections[1]?.predecessor, undefined);
  });
});
