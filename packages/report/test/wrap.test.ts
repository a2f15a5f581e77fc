import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { columns } from '../src/text/columns.ts';
import { fit } from '../src/text/fit.ts';
import { wrap } from '../src/text/wrap.ts';

describe('wrapping', () => {
  test('breaks at spaces, and takes fewer columns after the first line for a hanging indent', () => {
    assert.deepEqual(wrap('one two three four', 9, 2), ['one two', 'three', 'four']);
  });

  test('never cuts a word, so that addresses and paths can be copied', () => {
    assert.deepEqual(wrap('see /var/tmp/a-very-long-path.pcap now', 12), [
      'see',
      '/var/tmp/a-very-long-path.pcap',
      'now',
    ]);
  });

  test('never breaks what stands between backticks, because it is a command', () => {
    assert.deepEqual(wrap('run `ss -tan state time-wait` first', 12), ['run', '`ss -tan state time-wait`', 'first']);
  });

  test('leaves a number with its unit, and a comparison whole', () => {
    assert.deepEqual(wrap('closed after 55.6 s', 17), ['closed after', '55.6 s']);
    assert.deepEqual(wrap('filter tcp.stream == 5', 20), ['filter', 'tcp.stream == 5']);
  });

  test('measures columns, not characters', () => {
    assert.equal(columns('大きさ'), 6);
    assert.equal(columns('e\u0301'), 1);
    assert.equal(columns('👍'), 2);
    assert.equal(columns('── ►'), 4);
    assert.deepEqual(wrap('大き さで', 5), ['大き', 'さで']);
  });

  test('keeps every word in order, and no line is too long unless it is one that cannot be broken', () => {
    const words = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '大', 'é', '.'), minLength: 1 }));
    fc.assert(
      fc.property(words, fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 5 }), (list, width, less) => {
        const lines = wrap(list.join(' '), width + less, less);
        assert.equal(lines.join(' '), list.join(' '));
        lines.forEach((line, index) => {
          assert(columns(line) <= (index === 0 ? width + less : width) || !line.includes(' '), line);
        });
      }),
    );
  });

  test('inside a drawing cuts what is too long', () => {
    assert.deepEqual(fit('a verylongword', 5), ['a', 'veryl', 'ongwo', 'rd']);
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 2, max: 20 }), (text, width) => {
        for (const line of fit(text, width)) assert(columns(line) <= width, line);
      }),
    );
  });
});
