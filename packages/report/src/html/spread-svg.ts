import type { HistogramBlock, TimelineBlock } from '../document/document.ts';
import { amount, duration } from '../quantities.ts';
import { shownBins } from '../shown-bins.ts';
import { coarserBins } from '../timeline.ts';
import { escapeHtml } from './escape-html.ts';

/** Of a column of the monospaced font at 12 pixels. */
const columnWidth = 7.2;
const rowHeight = 18;
const barHeight = 12;
const longestBar = 220;
const gap = 8;
const leastBar = 1;

/** How many values lie in which range: a row for each, with a bar. */
export function histogramSvg({ caption, histogram }: HistogramBlock, id: string): string {
  const rows = shownBins(histogram);
  const most = Math.max(...rows.map(({ count }) => count));
  const labelWidth = Math.max(...rows.map(({ label }) => label.length)) * columnWidth;
  const width = labelWidth + gap + longestBar + gap + amount(most).length * columnWidth;
  const drawn = rows.map(({ label, count, isGap }, index) => {
    const baseline = index * rowHeight + 13;
    if (isGap) return text(labelWidth, baseline, 'end', '⋮');
    const length = count === 0 ? 0 : Math.max(leastBar, (count / most) * longestBar);
    const x = labelWidth + gap;
    return [
      text(labelWidth, baseline, 'end', label),
      `<rect class="count" x="${at(x)}" y="${at(baseline - 10)}" width="${at(length)}" height="${barHeight}"/>`,
      text(x + length + gap, baseline, 'start', amount(count)),
    ].join('');
  });
  const said = rows.flatMap(({ label, count, isGap }) => (isGap ? [] : [`${label}: ${amount(count)}`])).join('; ');
  return svg({ id, width, height: rows.length * rowHeight, title: caption, said, drawn });
}

const timelineWidth = 420;
const timelineHeight = 64;
const mostColumns = 60;

/** How many happened when: a column for each stretch of time, the higher the more. */
export function timelineSvg({ caption, bins }: TimelineBlock, id: string): string {
  const columns = coarserBins(bins, mostColumns);
  const most = Math.max(...columns.map(({ count }) => count));
  const step = timelineWidth / columns.length;
  const drawn = columns.map(({ count }, index) => {
    const height = count === 0 ? 0 : Math.max(leastBar, (count / most) * timelineHeight);
    const width = Math.max(1, step - 1);
    return `<rect class="count" x="${at(index * step)}" y="${at(timelineHeight - height)}" width="${at(width)}" height="${at(height)}"/>`;
  });
  const from = columns[0]?.from ?? 0;
  const to = columns.at(-1)?.to ?? 0;
  const axis = [
    `<path class="bar" d="M0 ${timelineHeight}H${timelineWidth}"/>`,
    text(0, timelineHeight + 14, 'start', from === 0 ? '0 s' : duration(from * 1000)),
    text(timelineWidth, timelineHeight + 14, 'end', duration(to * 1000)),
  ];
  const said = columns
    .flatMap(({ from, count }) => (count === 0 ? [] : [`from ${duration(from * 1000)}: ${amount(count)}`]))
    .join('; ');
  const height = timelineHeight + 20;
  return svg({ id, width: timelineWidth, height, title: caption, said, drawn: [...drawn, ...axis] });
}

interface Drawing {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  readonly title: string;
  /** What the drawing shows, in words. */
  readonly said: string;
  readonly drawn: readonly string[];
}

function svg({ id, width, height, title, said, drawn }: Drawing): string {
  return [
    `<svg class="spread" viewBox="0 0 ${at(width)} ${height}" width="${at(width)}" height="${height}" role="img" aria-labelledby="${id}-title" aria-describedby="${id}-desc">`,
    `<title id="${id}-title">${escapeHtml(title)}</title>`,
    `<desc id="${id}-desc">${escapeHtml(said)}</desc>`,
    ...drawn,
    '</svg>',
  ].join('\n');
}

function text(x: number, y: number, anchor: 'start' | 'end', words: string): string {
  const anchored = anchor === 'start' ? '' : ' text-anchor="end"';
  return `<text x="${at(x)}" y="${at(y)}"${anchored}>${escapeHtml(words)}</text>`;
}

function at(pixels: number): string {
  return String(Math.round(pixels * 10) / 10);
}
