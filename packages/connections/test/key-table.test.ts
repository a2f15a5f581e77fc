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

test('finds keys in a moment that were made up to fall into one bucket of an unseeded hash', () => {
  // The products of two words cancel each other out.
  const inverse = inverseOf(0x85eb_ca6b);
  const table = new KeyTable(65_536);
  const start = process.cpuUsage().user;
  for (let index = 0; index < 65_536; index += 1) {
    table.numberOf(index, Math.imul(inverse, Math.imul(index, 0x9e37_79b1)));
  }
  assert.equal(table.count, 65_536);
  const elapsedMs = (process.cpuUsage().user - start) / 1000;
  assert.ok(elapsedMs < 1000, `${elapsedMs} ms`);
});

/** What an odd number is to be multiplied with to give 1, modulo 2^32 (Newton's iteration). */
function inverseOf(odd: number): number {
  let inverse = odd;
  for (let round = 0; round < 5; round += 1) inverse = Math.imul(inverse, 2 - Math.imul(odd, inverse));
  return inverse;
}
