import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { hashPrefix, hashTuple } from '@fivewhys/capture';
import fc from 'fast-check';

const word = fc.integer({ min: -0x8000_0000, max: 0x7fff_ffff });
const end = fc.record({ address: word, prefix: word, port: fc.nat({ max: 0x1_0000 }) });

describe('the hash of a tuple', () => {
  test('is the same for both directions, and another one with another seed, port or address', () => {
    fc.assert(
      fc.property(word, end, end, (seed, a, b) => {
        const hash = hashTuple(seed, a.address, a.prefix, a.port, b.address, b.prefix, b.port);
        assert.equal(hashTuple(seed, b.address, b.prefix, b.port, a.address, a.prefix, a.port), hash);
        assert.notEqual(hashTuple(seed, a.address, a.prefix, a.port + 1, b.address, b.prefix, b.port), hash);
        assert.notEqual(hashTuple(seed, a.address ^ 1, a.prefix, a.port, b.address, b.prefix, b.port), hash);
      }),
    );
  });

  test('mixes each word of the prefix', () => {
    const seen = [hashPrefix(7, 1, 2, 3), hashPrefix(7, 2, 1, 3), hashPrefix(7, 1, 3, 2), hashPrefix(8, 1, 2, 3)];
    assert.equal(new Set(seen).size, seen.length);
  });
});
