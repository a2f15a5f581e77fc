import assert from 'node:assert/strict';
import { join } from 'node:path';
import { it } from 'node:test';
import { readCrossings } from '../frames/crossings.ts';

it('a capture of all interfaces tells of each packet where it came in and where it went out', () => {
  const capture = join(import.meta.dirname, '../../captures/backend-any.pcap');
  const crossings = readCrossings(capture, new Map());
  assert.ok(crossings.length > 0);
  assert.equal(crossings.length % 2, 0);
  for (const [index, { direction }] of crossings.entries()) assert.equal(direction, index % 2 === 0 ? 'in' : 'out');
  const [first, second] = crossings;
  const named = readCrossings(capture, new Map([[Number(first?.interface.split(' ')[1]), 'to-one']]));
  assert.equal(named[0]?.interface, 'to-one');
  assert.equal(named[1]?.interface, second?.interface);
});
