import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KeyTable } from '../src/key-table.ts';

test('numbers keys in the order in which they come, and knows them again', () => {
  const table = new KeyTable(100_000);
  // More than it has room for at first, and alike but for one word.
  for (let key = 0; key < 50_000; key += 1) assert.equal(table.numberOf(6, 0, key, 0, -key), key);
  assert.equal(table.count, 50_000);
  for (let key = 0; key < 50_000; key += 1) {
    assert.equal(table.numberOf(6, 0, key, 0, -key), key);
    assert.equal(table.find(6, 0, key, 0, -key), key);
  }
  assert.equal(table.word(123, 2), 123);
  assert.equal(table.word(123, 4), -123);
  assert.equal(table.find(6, 1, 7, 0, -7), -1);
});

test('beyond the most there may be, a new key gets no number', () => {
  const table = new KeyTable(2);
  assert.equal(table.numberOf(1, 80), 0);
  assert.equal(table.numberOf(2, 80), 1);
  assert.equal(table.numberOf(3, 80), -1);
  assert.equal(table.numberOf(2, 80), 1);
  assert.equal(table.count, 2);
});
