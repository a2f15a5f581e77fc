import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Bin, Finding, Fleet, Histogram } from '@fivewhys/evidence';
import { renderers } from '@fivewhys/report';
import { renderHistogram } from '../src/histogram.ts';
import { columns } from '../src/text/columns.ts';
import { coarserBins, renderTimeline } from '../src/timeline.ts';
import * as parts from './sample-findings.ts';
import * as samples from './samples.ts';
import { textOf } from './text-of.ts';

const histogram: Histogram = {
  scale: 'logarithmic',
  whole: false,
  bins: [
    { from: 1, to: 2, count: 3 },
    { from: 2, to: 5, count: 0 },
    { from: 5, to: 10, count: 0 },
    { from: 10, to: 20, count: 0 },
    { from: 20, to: 50, count: 10 },
    { from: 50, to: 100, count: 1470 },
  ],
};
const timeline: readonly Bin[] = Array.from({ length: 32 }, (_, index) => ({
  from: index * 10,
  to: index * 10 + 10,
  count: index % 8,
}));
const finding: Finding = {
  ...parts.closedPort,
  distributions: [{ name: 'seconds', count: 1483, least: 1.5, median: 60, most: 61, histogram }],
  fleet: {
    originators: [{ end: '10.0.0.1', connections: 1 }],
    originatorCount: 1483,
    responders: [{ end: '10.0.0.2:80', connections: 1483 }],
    responderCount: 1,
    timeline,
  },
};
const explanation = { ...samples.grouped, findings: [finding] };

describe('the spread of a figure in text', () => {
  const spreadOf = (least: number, median: number, most: number, count: number) => {
    const distributions = [{ name: 'seconds', count, least, median, most }];
    const text = textOf({ ...explanation, findings: [{ ...finding, distributions }] });
    return /^ {2}Spread +seconds: (.*) \(/m.exec(text)?.[1];
  };

  test('says once what reads the same, and of two values names no middle', () => {
    assert.equal(spreadOf(14.0155, 14.0155, 14.016, 3), 'all about 14.02');
    assert.equal(spreadOf(2, 2, 2, 3), 'all 2');
    assert.equal(spreadOf(0.206, 0.206, 0.294, 2), '0.206 and 0.294');
    assert.equal(spreadOf(1, 2, 3, 3), 'least 1, median 2, most 3');
  });
});

test('instants of a fleet have no more digits than they need', () => {
  const fleet: Fleet = {
    ...(finding.fleet as Fleet),
    firstInstant: '2026-03-01T17:15:00.500000000Z',
    lastInstant: '2026-03-01T17:10:00.000000000Z',
  };
  const text = textOf({ ...explanation, findings: [{ ...finding, fleet }] });
  assert.match(text, /^ {2}When +2026-03-01T17:15:00\.5Z to 2026-03-01T17:10:00Z$/m);
});

describe('a histogram in text', () => {
  test('has a row for each range, with a bar as long as its part of the highest, and a gap in place of empty ones', () => {
    assert.deepEqual(renderHistogram(histogram, { width: 40, unicode: true }), [
      '   1 to 2  ▏                       3',
      '        ⋮',
      ' 20 to 50  ▎                       10',
      '50 to 100  ██████████████████████  1,470',
    ]);
  });

  test('is pure ASCII where the terminal is', () => {
    assert.deepEqual(renderHistogram(histogram, { width: 40, unicode: false }), [
      '   1 to 2  #                       3',
      '      ...',
      ' 20 to 50  #                       10',
      '50 to 100  ######################  1,470',
    ]);
  });

  test('of whole numbers says what a range holds, not its bounds', () => {
    const whole = {
      ...histogram,
      whole: true,
      bins: [
        { from: 3, to: 4, count: 1 },
        { from: 10, to: 20, count: 2 },
      ],
    };
    const labels = renderHistogram(whole, { width: 30, unicode: true }).map((line) =>
      line.split(/ {2,}/).at(-3)?.trim(),
    );
    assert.deepEqual(labels, ['3', '10 to 19']);
  });

  for (const width of [10, 27, 40, 80, 200]) {
    test(`keeps within ${width} columns as far as its figures do`, () => {
      for (const unicode of [true, false]) {
        const lines = renderHistogram(histogram, { width, unicode });
        const widest = Math.max(...lines.map(columns));
        assert.ok(widest <= Math.max(width, columns('50 to 100  1,470')), `${widest} of ${width}`);
      }
    });
  }
});

describe('a timeline in text', () => {
  test('is a line of columns, the highest for the most, nothing for none', () => {
    const bins = [0, 1, 4, 8].map((count, index) => ({ from: index, to: index + 1, count }));
    assert.equal(renderTimeline(bins, { width: 20, unicode: true }), '│ ▁▄█│');
    assert.equal(renderTimeline(bins, { width: 20, unicode: false }), '| .=@|');
  });

  test('counts neighbours together where there is no room, and loses none', () => {
    const coarse = coarserBins(timeline, 10);
    assert.equal(coarse.length, 8);
    assert.deepEqual([coarse[0]?.from, coarse[0]?.to, coarse[0]?.count], [0, 40, 6]);
    const total = (bins: readonly Bin[]) => bins.reduce((sum, { count }) => sum + count, 0);
    assert.equal(total(coarse), total(timeline));
    const odd = coarserBins(timeline.slice(0, 3), 2);
    assert.deepEqual(
      odd.map(({ from, to }) => [from, to]),
      [
        [0, 20],
        [20, 40],
      ],
    );
  });
});

describe('the spread of a finding', () => {
  for (const width of [40, 80, 200]) {
    test(`is drawn in text of ${width} columns, and no line of it is longer`, () => {
      for (const unicode of [true, false]) {
        const text = textOf(explanation, { width, unicode });
        assert.match(text, unicode ? /50 to 100 {2}█+ {2}1,470\n/ : /50 to 100 {2}#+ {2}1,470\n/);
        assert.match(text, unicode ? /│[ ▁-█]*█[ ▁-█]*│\n/ : /\|[ .:=+*#@-]*@[ .:=+*#@-]*\|\n/);
        assert.match(text.replace(/\s+/g, ' '), width === 40 ? /each column 20 s/ : /each column 10 s/);
        const drawn = text.split('\n').filter((line) => /[█#]{2}|^ +[│|].*[│|]$/.test(line));
        for (const line of drawn) assert.ok(columns(line) <= Math.min(110, width), line);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: what is not ASCII is what is looked for
        if (!unicode) assert.doesNotMatch(text, /[^\x00-\x7f]/);
      }
    });
  }

  test('says of ends that come once each that they do', () => {
    assert.match(textOf(explanation), /From +1,483, once each: 10\.0\.0\.1 and 1,482 more\n/);
  });

  test('is drawn in Markdown as text between fences', () => {
    const { output } = renderers.markdown(explanation, { width: 80, color: false, unicode: true });
    assert.match(output, /When: over the capture, each column 10 s; 7 in the highest:\n\n```text\n│ .*│\n```/);
    assert.match(output, /\nseconds:\n\n```text\n {3}1 to 2 .*\n[^`]*50 to 100 {2}█+ {2}1,470\n```/);
  });

  test('is drawn in HTML as SVG that says in words what it shows', () => {
    const { output } = renderers.html(explanation, { width: 80, color: false, unicode: true });
    assert.match(output, /<desc id="spread-2-desc">1 to 2: 3; 20 to 50: 10; 50 to 100: 1,470<\/desc>/);
    const bars = [...output.matchAll(/<rect class="count" x="[^"]*" y="[^"]*" width="([^"]*)" height="12"\/>/g)];
    assert.deepEqual(
      bars.map(([, width]) => width),
      ['1', '1.5', '220'],
    );
  });

  test('is in JSON as ranges', () => {
    const { output } = renderers.json(explanation, { width: 80, color: false, unicode: true });
    const { findings } = JSON.parse(output);
    assert.deepEqual(findings[0].distributions[0].histogram, histogram);
    assert.deepEqual(findings[0].fleet.timeline, timeline);
  });
});
