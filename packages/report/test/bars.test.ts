import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { barColumns, renderBars } from '../src/bars.ts';
import { writeHtml, writeMarkdown, writeText } from '../src/writers.ts';

const values = fc.array(fc.double({ min: 0, max: 1e12, noNaN: true }), { maxLength: 1500 });

describe('bars', () => {
  test('keep to the width, whatever the values, and are ASCII where they must be', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 38, max: 110 }), fc.boolean(), (some, width, unicode) => {
        for (const line of renderBars(some, { width, unicode })) {
          assert(line.length <= width, `${line.length} of ${width}: ${line}`);
          if (!unicode) assert.match(line, /^[ -~]*$/);
        }
      }),
    );
  });

  test('show the highest of those that share a column, and every value above zero', () => {
    assert.deepEqual(barColumns([9, 1, 8, 0, 7, 2], 3), [9, 8, 7]);
    const bottom = renderBars([1_000_000, 1, 0, 1], { width: 40, unicode: true })[7] ?? '';
    assert.match(bottom, /│███▁▁▁ {3}▁▁▁$/);
  });

  test('are as high as their values', () => {
    const lines = renderBars([8, 4, 2, 1], { width: 40, unicode: true }).slice(0, 8);
    const heights = [0, 1, 2, 3].map(
      (bar) => lines.filter((line) => (line.split('│')[1] ?? '')[bar * 3] === '█').length,
    );
    assert.deepEqual(heights, [8, 4, 2, 1]);
  });

  test('of nothing, and of one value, are drawn', () => {
    assert.equal(renderBars([], { width: 40, unicode: true }).length, 8);
    assert.equal(renderBars([0], { width: 40, unicode: true }).length, 8);
  });

  test('stand in every format, with what they show in words where they are a picture', () => {
    const block = { kind: 'bars', caption: 'Use <b>', values: [3, 2, 1], said: '1. ann & co: 3' } as const;
    const document = { title: 'Bars', blocks: [block] };
    assert.match(writeText(document, { width: 80, color: false, unicode: true }), /Use <b>[\s\S]*│█/);
    assert.match(writeMarkdown(document, true), /```text[\s\S]*│█/);
    const html = writeHtml(document, true);
    assert.match(html, /<desc id="spread-1-desc">1\. ann &amp; co: 3<\/desc>/);
    assert.equal(html.match(/<rect class="count"/g)?.length, 3);
  });
});

describe('a table with heads on a terminal', () => {
  test('has figures at the right, under their titles', () => {
    const table = {
      kind: 'table',
      caption: 'x',
      headed: true,
      columns: [{ title: 'units', numeric: true }, { title: 'account' }],
      rows: [
        [['5'], ['ann']],
        [['1,000,000'], ['bob']],
      ],
    } as const;
    const text = writeText({ title: 'T', blocks: [table] }, { width: 80, color: false, unicode: true });
    assert.equal(text, 'T\n      units  account\n          5  ann\n  1,000,000  bob\n');
  });
});
