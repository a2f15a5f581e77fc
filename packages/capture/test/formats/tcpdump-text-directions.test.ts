import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ReaderContext } from '../../src/reader-context.ts';
import { DirectionTable } from '../../src/text/direction-table.ts';
import { NameTable } from '../../src/text/name-table.ts';

function tableOf(keepAtLeast: number): DirectionTable {
  const context = new ReaderContext({ segment: () => undefined, icmpError: () => undefined });
  return new DirectionTable(new NameTable(context), keepAtLeast);
}

test('both directions of a pair share what is known of each end', () => {
  const table = tableOf(100);
  const out = table.find('10.0.0.1.40000 > 10.0.0.2.80');
  const back = table.find('10.0.0.2.80 > 10.0.0.1.40000');
  assert.ok(out && back);
  assert.equal(back.sender, out.receiver);
  assert.equal(back.receiver, out.sender);
  assert.equal(back.conversation, out.conversation);
});

test('a direction in use outlives any number of others; one that is not used is let go', () => {
  const table = tableOf(10);
  const used = table.find('10.0.0.1.40000 > 10.0.0.2.80');
  const idle = table.find('10.0.0.3.40000 > 10.0.0.2.80');
  for (let index = 0; index < 100; index += 1) {
    table.find(`10.1.0.${index}.1 > 10.0.0.2.80`);
    assert.equal(table.find('10.0.0.1.40000 > 10.0.0.2.80'), used);
  }
  assert.notEqual(table.find('10.0.0.3.40000 > 10.0.0.2.80'), idle);
});

test('what has no ports is no direction of a TCP connection', () => {
  for (const pair of ['10.0.0.1 > 10.0.0.2', '10.0.0.1.80 > 10.0.0.2', '2001:db8::1 > 2001:db8::2', '. > .', 'a > b']) {
    assert.equal(tableOf(10).find(pair), undefined, pair);
  }
});
