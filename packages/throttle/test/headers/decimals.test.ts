import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { accountHeader } from '../../src/headers/account-header.ts';
import { fixed2, fixed3Line, secondsOf } from '../../src/headers/decimals.ts';

const fixed3 = (value: number): string => fixed3Line(value).replace(/\r\n$/, '');

describe('numbers in headers', () => {
  test('are what toFixed makes of them, within half of the last digit', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e9, max: 1e9, noNaN: true }), (value) => {
        assert.match(fixed2(value), /^-?\d+\.\d\d$/);
        assert.match(fixed3(value), /^-?\d+\.\d{3}$/);
        assert(Math.abs(Number(fixed2(value)) - value) <= 0.005000001, `${value}: ${fixed2(value)}`);
        assert(Math.abs(Number(fixed3(value)) - value) <= 0.000500001, `${value}: ${fixed3(value)}`);
      }),
    );
    fc.assert(
      fc.property(fc.integer({ min: -2e9, max: 2e9 }), (thousandths) =>
        assert.equal(fixed3(thousandths / 1000), (thousandths / 1000).toFixed(3)),
      ),
    );
    assert.deepEqual([999, 1000, 1001, 999_999, 1e6, 10_000_010].map(fixed3), [
      '999.000',
      '1000.000',
      '1001.000',
      '999999.000',
      '1000000.000',
      '10000010.000',
    ]);
    assert.deepEqual([0, -0.001, 0.005, 1.999, -12.3456, 1e6].map(fixed2), [
      '0.00',
      '0.00',
      '0.01',
      '2.00',
      '-12.35',
      '1000000.00',
    ]);
  });

  test('of microseconds are seconds with six decimals', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e12 }), (us) => assert.equal(secondsOf(us), (us / 1e6).toFixed(6))),
    );
  });
});

describe('an account in a header', () => {
  test('is printable ASCII without quotes, and comes back whole unless it is very long', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (account) => {
        const value = accountHeader(account);
        assert.match(value, /^[\x21\x23-\x5b\x5d-\x7e]*$/);
        assert(value.length <= 217);
        if (!/~[\da-f]{16}$/.test(value)) assert.equal(decodeURIComponent(value), account.toWellFormed());
      }),
    );
    assert.equal(accountHeader('ip:2001:db8::/64'), 'ip:2001:db8::/64');
  });

  test('is told apart from another that begins like it', () => {
    assert.notEqual(accountHeader(`${'é'.repeat(500)}a`), accountHeader(`${'é'.repeat(500)}b`));
    assert.doesNotThrow(() => decodeURIComponent(accountHeader(`${'é'.repeat(500)}a`)));
  });
});
