import { barColumns } from '../bars.ts';
import type { BarsBlock } from '../document/document.ts';
import { amount } from '../quantities.ts';
import { escapeHtml } from './escape-html.ts';

const width = 720;
const height = 220;
const axisHeight = 20;
const mostBars = 1000;
const least = 0.5;

/** Values in a row as bars that stand; the highest fills the height. */
export function barsSvg({ caption, values, said }: BarsBlock, id: string): string {
  return [
    `<svg class="spread" viewBox="0 0 ${width} ${height + axisHeight}" width="${width}" height="${height + axisHeight}" role="img" aria-labelledby="${id}-title" aria-describedby="${id}-desc">`,
    ...drawn({ caption, said, values, kind: 'bars' }, id),
    '</svg>',
  ].join('\n');
}

/** The same as a file of its own, in the colours of the reader's system. */
export function standaloneBars(block: BarsBlock): string {
  const style =
    'svg{background:#fff;font:12px ui-monospace,"DejaVu Sans Mono",monospace}text{fill:#1b2029}.count{fill:#0b57b7}.bar{stroke:#59616e;fill:none}' +
    '@media(prefers-color-scheme:dark){svg{background:#14171c}text{fill:#e4e7ec}.count{fill:#8ab8f5}.bar{stroke:#a3abb8}}';
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-8 -24 ${width + 16} ${height + axisHeight + 32}" width="${width + 16}" height="${height + axisHeight + 32}" role="img" aria-labelledby="bars-title" aria-describedby="bars-desc">`,
    `<style>${style}</style>`,
    ...drawn(block, 'bars'),
    `<text x="0" y="-8">${escapeHtml(block.caption)}</text>`,
    '</svg>',
    '',
  ].join('\n');
}

function drawn({ caption, values, said }: BarsBlock, id: string): string[] {
  const bars = barColumns(values, mostBars);
  const highest = Math.max(0, ...bars);
  const step = width / Math.max(1, bars.length);
  const top = amount(Math.round(highest));
  return [
    `<title id="${id}-title">${escapeHtml(caption)}</title>`,
    `<desc id="${id}-desc">${escapeHtml(said)}</desc>`,
    `<path class="bar" d="M0 ${height}H${width}"/>`,
    ...bars.map((value, index) => {
      const tall = value > 0 ? Math.max(least, (value / highest) * height) : 0;
      const wide = step > 4 ? step - 1 : step;
      return `<rect class="count" x="${at(index * step)}" y="${at(height - tall)}" width="${at(wide)}" height="${at(tall)}"/>`;
    }),
    text(0, height + 15, 'start', '1'),
    text(width, height + 15, 'end', amount(values.length)),
    // Beside the first bar, which reaches up to it.
    text(Math.min(width / 2, Math.max(12, step + 8)), 12, 'start', top),
  ];
}

function text(x: number, y: number, anchor: 'start' | 'end', words: string): string {
  const anchored = anchor === 'start' ? '' : ' text-anchor="end"';
  return `<text x="${at(x)}" y="${at(y)}"${anchored}>${escapeHtml(words)}</text>`;
}

function at(pixels: number): string {
  return String(Math.round(pixels * 100) / 100);
}
