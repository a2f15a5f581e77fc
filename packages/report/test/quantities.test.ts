import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { amount, counted, duration, figure, listed } from '../src/quantities.ts';

describe('quantities', () => {
  test('amounts have thousands apart', () => {
    assert.deepEqual([0, 999, 1000, 12_031, 1_234_567].map(amount), ['0', '999', '1,000', '12,031', '1,234,567']);
  });

  test('one is singular, none is no', () => {
    assert.equal(counted(0, 'reset'), 'no resets');
    assert.equal(counted(1, 'reset'), '1 reset');
    assert.equal(counted(12_000, 'reset'), '12,000 resets');
  });

  test('a long list names the first and counts the rest', () => {
    assert.equal(listed([3], 4), '3');
    assert.equal(listed([3, 7], 4), '3 and 7');
    assert.equal(listed([3, 7, 9, 12], 4), '3, 7, 9 and 12');
    assert.equal(listed([3, 7, 9, 12, 15], 4), '3, 7, 9 and 2 more');
    assert.equal(listed([3, 7, 9, 12], 4, 12_000), '3, 7, 9 and 11,997 more');
  });

  test('a figure keeps its sense: sequence numbers whole, measurements to four digits', () => {
    assert.equal(figure(1_308_853_821), '1308853821');
    assert.equal(figure(55.589_679), '55.59');
    assert.equal(figure(0.038_712_3), '0.03871');
  });

  test('a duration has the unit that a person would choose', () => {
    const cases = {
      0: '0 ms',
      0.3: '0.3 ms',
      45.4: '45 ms',
      999.6: '1 s',
      9312: '9.31 s',
      59996: '1 min',
      192000: '3 min 12 s',
    };
    for (const [milliseconds, text] of Object.entries(cases)) assert.equal(duration(Number(milliseconds)), text);
    assert.equal(duration(7_500_000), '2 h 5 min');
    assert.equal(duration(86_400_000 * 3.2), '3 d 4 h');
  });
});
