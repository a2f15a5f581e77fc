import type { LadderRow } from '@fivewhys/evidence';
import type { LadderBlock } from '../document/document.ts';
import { secondsOf } from '../ladder-seconds.ts';
import { tidyLadder } from '../tidy-ladder.ts';
import { escapeHtml } from './escape-html.ts';
import { type DrawnArrow, type DrawnText, drawLadder, type LadderDrawing } from './ladder-drawing.ts';

/** A ladder as two drawings, of which the style sheet shows the one that fits the window. */
export function ladderSvg({ ladder, caption, evidence, resets }: LadderBlock, id: string): string {
  const tidy = tidyLadder(ladder, true);
  const description = descriptionOf(tidy.rows);
  return (['wide', 'narrow'] as const)
    .map((size) =>
      svg(drawLadder(tidy, { evidence, resets }, size === 'narrow'), `${id}-${size}`, size, caption, description),
    )
    .join('\n');
}

function svg(
  { width, height, bars, marks, arrows, texts }: LadderDrawing,
  id: string,
  size: string,
  title: string,
  description: string,
): string {
  return [
    `<svg class="ladder ${size}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="${id}-title" aria-describedby="${id}-desc">`,
    `<title id="${id}-title">${escapeHtml(title)}</title>`,
    `<desc id="${id}-desc">${escapeHtml(description)}</desc>`,
    ...bars.map(
      ({ x, top, bottom, broken }) =>
        `<path class="bar${broken ? ' broken' : ''}" d="M${at(x)} ${at(top)}V${at(bottom)}"/>`,
    ),
    ...marks.map(
      (mark) =>
        `<rect class="mark" x="${at(mark.x)}" y="${at(mark.y)}" width="${at(mark.width)}" height="${at(mark.height)}" rx="4"/>`,
    ),
    ...arrows.map(arrowPath),
    ...texts.map(textElement),
    '</svg>',
  ].join('\n');
}

function arrowPath({ from, to, y, role }: DrawnArrow): string {
  const line = `<path class="arrow ${role}" d="M${at(from)} ${at(y)}H${at(to)}"/>`;
  if (role === 'icmp') return line;
  const back = from < to ? -9 : 9;
  return `${line}<path class="head ${role}" d="M${at(to)} ${at(y)}l${back} -4v8z"/>`;
}

/** Held to the width that the layout counted on, so that texts stand beside each other in any font. */
function textElement({ x, y, width, anchor, role, text }: DrawnText): string {
  const anchored = anchor === 'start' ? '' : ` text-anchor="${anchor}"`;
  return `<text class="${role}" x="${at(x)}" y="${at(y)}"${anchored} textLength="${at(width)}" lengthAdjust="spacingAndGlyphs">${escapeHtml(text)}</text>`;
}

function descriptionOf(rows: readonly LadderRow[]): string {
  const seconds = secondsOf(rows);
  const directions = { originator: 'originator to responder', responder: 'responder to originator', icmp: 'ICMP' };
  return rows
    .map(({ frame, from, text, note }, index) => {
      const when = seconds[index] === '' ? '' : ` at ${seconds[index]} s`;
      return `Frame ${frame}${when}, ${directions[from]}: ${text}${note === '' ? '' : ` (${note})`}.`;
    })
    .join(' ');
}

function at(pixels: number): string {
  return String(Math.round(pixels * 10) / 10);
}
