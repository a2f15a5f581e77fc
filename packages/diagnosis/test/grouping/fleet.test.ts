import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { distributionOf } from '../../src/grouping/distribution.ts';
import { ValueTally } from '../../src/grouping/value-tally.ts';
import { explainText } from '../explain-text.ts';

const ms = (value: number) => String(value).padStart(3, '0');

/** So many refused attempts of each of these hosts, a millisecond apart. */
function refusals(perHost: readonly number[]): string[] {
  let at = 0;
  return perHost.flatMap((count, host) =>
    Array.from({ length: count }, (_, index) => {
      at += 1;
      const [from, to] = [`10.0.1.${host}.${40_000 + index}`, '10.0.0.2.8080'];
      const time = `2026-03-01 10:00:00.${ms(at)}`;
      return [
        `${time}000 IP ${from} > ${to}: Flags [S], seq 1000, win 64240, options [mss 1460], length 0`,
        `${time}200 IP ${to} > ${from}: Flags [R.], seq 0, ack 1001, win 0, length 0`,
      ];
    }).flat(),
  );
}

describe('a finding of many connections says between whom and when', () => {
  test('the most frequent first', async () => {
    const { findings } = await explainText(refusals([1, 5, 2]));
    const fleets = findings.flatMap(({ fleet }) => fleet ?? []);
    assert.deepEqual(
      fleets
        .flatMap(({ originators }) => originators)
        .map(({ end }) => end)
        .sort(),
      ['10.0.1.0', '10.0.1.1', '10.0.1.2'],
    );
    assert.deepEqual(fleets[0]?.originators[0], { end: '10.0.1.1', connections: 5 });
    assert.deepEqual(
      fleets[0]?.responders.map(({ end }) => end),
      ['10.0.0.2:8080'],
    );
    assert.match(fleets[0]?.firstInstant ?? '', /^2026-03-01T10:00:00\.001/);
    assert.match(fleets[0]?.lastInstant ?? '', /^2026-03-01T10:00:00\.008/);
  });

  test('and of one connection nothing: it is said already', async () => {
    const { findings } = await explainText(refusals([1]));
    assert.equal(findings[0]?.fleet, undefined);
  });
});

function spread(values: readonly number[]) {
  const tally = new ValueTally();
  for (const value of values) tally.add(value);
  return distributionOf('seconds', tally);
}

describe('values of a figure pile up', () => {
  test('where most lie within a fiftieth of their value, and others far from there', () => {
    const { pile } = spread([60.02, 3, 59.9, 60, 60.1, 59.95, 170, 60.01]);
    assert.deepEqual(pile, { from: 59.9, to: 60.02, count: 5 });
  });

  test('not where they are few, alike all over, or spread', () => {
    assert.equal(spread([60, 60, 60, 1]).pile, undefined);
    assert.equal(spread([60, 60, 60, 60, 60, 60]).pile, undefined);
    assert.equal(spread([1, 2, 3, 4, 5, 6, 7, 8, 9]).pile, undefined);
    assert.equal(spread([]).pile, undefined);
  });
});
