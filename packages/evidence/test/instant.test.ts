import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatInstant } from '../src/index.ts';

describe('an instant', () => {
  it('keeps all nine digits', () => {
    assert.equal(formatInstant(1_772_359_200_000_000_001n), '2026-03-01T10:00:00.000000001Z');
  });

  it('is right before 1970 too', () => {
    assert.equal(formatInstant(-1n), '1969-12-31T23:59:59.999999999Z');
  });

  it('outside the years of RFC 3339 is written in seconds', () => {
    assert.equal(formatInstant(10n ** 30n), '1000000000000000000000.000000000s');
  });
});
