import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { columns } from '../src/text/columns.ts';
import { shorten } from '../src/text/shorten.ts';

test('a text that has room is left as it is', () => {
  assert.equal(shorten('edge.pcap', 9), 'edge.pcap');
});

test('of a longer one the beginning stays, and more of the end', () => {
  assert.equal(shorten('capture-of-the-edge.pcap', 12), 'cap…dge.pcap');
});

test('wide characters are not cut in half', () => {
  assert.equal(shorten('捕獲捕獲捕獲', 8), '捕…捕獲');
});

test('it never takes more columns than there are', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 40 }), (text, width) => {
      assert.ok(columns(shorten(text, width)) <= Math.max(width, 1));
    }),
  );
});
