import type { Ladder, LadderRow } from '@fivewhys/evidence';
import { type LadderLayout, layOutLadder } from './ladder-layout.ts';
import { columns } from './text/columns.ts';
import { fit } from './text/fit.ts';
import { tidyLadder } from './tidy-ladder.ts';

export interface LadderOptions {
  readonly width: number;
  readonly unicode: boolean;
}

interface Glyphs {
  readonly bar: string;
  readonly dash: string;
  readonly dot: string;
  readonly left: string;
  readonly right: string;
}

const unicodeGlyphs: Glyphs = { bar: '│', dash: '─', dot: '·', left: '◄', right: '►' };
const asciiGlyphs: Glyphs = { bar: '|', dash: '-', dot: '.', left: '<', right: '>' };

/**
 * Draws the frames that matter between the two ends, as lines of at most `width` columns: the originator on the left, the responder on the right,
 * an arrow for who sent, the seconds since the first row, the frame number.
 *
 *     seconds  frame  originator                responder
 *                     10.83.9.1:40000     10.83.1.1:8080
 *       0.000     51  │── SYN seq 194861259 ──────────►│  1308853821 below the old rcv_nxt
 *       0.000     52  │◄─ ACK ack 1503715080 ──────────│  the ACK of the connection before
 *
 * Notes stand beside the arrows; where there is no room for that beneath them; and where there is not even room for seconds and frame beside the
 * arrows, these stand above them.
 */
export function renderLadder(ladder: Ladder, { width, unicode }: LadderOptions): string[] {
  const glyphs = unicode ? unicodeGlyphs : asciiGlyphs;
  const { originator, responder, rows } = tidyLadder(ladder, unicode);
  const layout = layOutLadder(rows, [originator, responder], width);
  return [
    ...heading(layout, originator, responder),
    ...rows.flatMap((row, index) => drawRow(row, layout.seconds[index] ?? '', layout, glyphs)),
  ].map((line) => line.trimEnd());
}

function heading(layout: LadderLayout, originator: string, responder: string): string[] {
  const { laneWidth, secondsWidth, frameWidth, prefixWidth, kind } = layout;
  const ends = (left: string, right: string) =>
    columns(left) + columns(right) + 2 <= laneWidth
      ? [left + ' '.repeat(laneWidth - columns(left) - columns(right)) + right]
      : [left, ' '.repeat(Math.max(0, laneWidth - columns(right))) + right];
  const lines = [...ends('originator', 'responder'), ...ends(originator, responder)];
  const titles =
    kind === 'above'
      ? ''
      : `${secondsWidth > 0 ? `${'seconds'.padStart(secondsWidth)}  ` : ''}${'frame'.padStart(frameWidth)}  `;
  return lines.map((line, index) => (index === 0 ? titles : ' '.repeat(prefixWidth)) + line);
}

function drawRow(row: LadderRow, seconds: string, layout: LadderLayout, glyphs: Glyphs): string[] {
  const { kind, laneWidth, noteWidth, secondsWidth, frameWidth, prefixWidth } = layout;
  const inside = (text: string) => {
    const line = `   ${text}`;
    return glyphs.bar + line + ' '.repeat(Math.max(0, laneWidth - 2 - columns(line))) + glyphs.bar;
  };
  const [first = '', ...rest] = fit(row.text, laneWidth - 8);
  const lane = [arrow(first, row.from, laneWidth, glyphs), ...rest.map(inside)];
  const note = row.note === '' ? [] : fit(row.note, noteWidth);
  if (kind === 'beside') {
    while (lane.length < note.length) lane.push(inside(''));
  } else {
    lane.push(...note.map(inside));
    if (kind === 'above') lane.unshift(inside(`frame ${row.frame}${seconds === '' ? '' : `, ${seconds} s`}`));
  }
  const prefix =
    kind === 'above'
      ? ''
      : `${secondsWidth > 0 ? `${seconds.padStart(secondsWidth)}  ` : ''}${String(row.frame).padStart(frameWidth)}  `;
  return lane.map((line, index) => {
    const start = index === 0 ? prefix : ' '.repeat(prefixWidth);
    return `${start}${line}${kind === 'beside' ? `  ${note[index] ?? ''}` : ''}`;
  });
}

/** `│── text ──►│`, `│◄─ text ───│`; an ICMP message comes from neither end and gets dots. */
function arrow(text: string, from: LadderRow['from'], laneWidth: number, glyphs: Glyphs): string {
  const { bar, dash, dot, left, right } = glyphs;
  const line = from === 'icmp' ? dot : dash;
  const start = from === 'responder' ? left + dash : line + line;
  const end = from === 'originator' ? right : line;
  const words = text === '' ? '' : ` ${text} `;
  const fill = Math.max(1, laneWidth - 2 - columns(start) - columns(words) - columns(end));
  return bar + start + words + line.repeat(fill) + end + bar;
}
