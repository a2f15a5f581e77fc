import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Surroundings } from '@fivewhys/connections';
import { story } from '../../../connections/test/story.ts';
import { sightingOf } from '../../src/grouping/sighting.ts';

test('a connection that an ICMP error refused happened when that came, however long the tries went on', () => {
  const told = story().syn();
  const unanswered = told.connection();
  const connection = told.icmp('originator').wait(60_000).syn().connection();
  const at = (subject: typeof connection) =>
    sightingOf({ input: 0, connection: subject, reset: undefined, surroundings: new Surroundings() }).instantNs;
  assert.equal(at(connection), connection.icmpErrors[0]?.instantNs);
  assert.ok(at(connection) < connection.lastInstantNs);
  assert.equal(at(unanswered), unanswered.lastInstantNs);
});
