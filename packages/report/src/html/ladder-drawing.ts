import type { Ladder, LadderRow } from '@fivewhys/evidence';
import { gapsOf, secondsOf } from '../ladder-seconds.ts';
import { duration } from '../quantities.ts';
import { columns } from '../text/columns.ts';
import { fit } from '../text/fit.ts';

/** A ladder as shapes with their places, in pixels: what is drawn where, and nothing of how SVG writes it. */
export interface LadderDrawing {
  readonly width: number;
  readonly height: number;
  readonly texts: readonly DrawnText[];
  readonly arrows: readonly DrawnArrow[];
  /** The lines of the two ends; broken where time was left out. */
  readonly bars: readonly {
    readonly x: number;
    readonly top: number;
    readonly bottom: number;
    readonly broken: boolean;
  }[];
  /** Behind the numbers of the frames that serve as evidence. */
  readonly marks: readonly {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  }[];
}

export interface DrawnText {
  readonly x: number;
  /** Of the baseline. */
  readonly y: number;
  /** The room that it takes, and is held to whatever the font. */
  readonly width: number;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly role: 'end' | 'seconds' | 'frame' | 'segment' | 'reset' | 'note' | 'gap';
  readonly text: string;
}

export interface DrawnArrow {
  readonly from: number;
  readonly to: number;
  readonly y: number;
  readonly role: 'segment' | 'reset' | 'repeat' | 'icmp';
}

/** What stands out among the rows. */
export interface Highlights {
  readonly evidence: ReadonlySet<number>;
  readonly resets: ReadonlySet<number>;
}

/** Of a column of the monospaced font at 12 pixels. */
const columnWidth = 7.2;
const lineHeight = 16;
/** From a baseline up to the top of its line, and down to its bottom. */
const ascent = 11;
const descent = 4;

const padding = 10;
const rowGap = 12;
const gapHeight = 30;
/** Columns between the bars: the least, and the most before texts are wrapped. */
const lane = { least: 40, most: 64 };
const noteColumns = 30;
/** A phone of 360 pixels, less the margins of its page. */
const narrowColumns = 45;

/**
 * Places a ladder: seconds and frames, the lane with its arrows, and the notes beside it; `narrow` has all of that between the bars, for a phone. The
 * pitch is even, so silence is not drawn to scale: where it was long, the bars are broken and a label says how long. The ladder must be tidy.
 */
export function drawLadder(ladder: Ladder, highlights: Highlights, narrow: boolean): LadderDrawing {
  const seconds = secondsOf(ladder.rows);
  const frames = ladder.rows.map(({ frame }) => String(frame));
  const longest = (texts: readonly string[]) => Math.max(0, ...texts.map(columns));
  const secondsWidth = narrow ? 0 : longest(seconds) * columnWidth;
  const frameWidth = narrow ? 0 : longest(frames) * columnWidth + padding;
  const wanted = Math.max(
    lane.least,
    longest(ladder.rows.map(({ text }) => text)) + 4,
    2 * longest([ladder.originator, ladder.responder]) + 2,
  );
  const laneColumns = narrow ? narrowColumns : Math.min(lane.most, wanted);
  const left = narrow ? 1 : secondsWidth + (secondsWidth > 0 ? padding : 0) + frameWidth + padding;
  const right = left + laneColumns * columnWidth + (narrow ? padding : 0);
  const notes = ladder.rows.map(({ note }) => (note === '' ? [] : fit(note, narrow ? narrowColumns - 2 : noteColumns)));
  const notesWidth = narrow ? 0 : longest(notes.flat()) * columnWidth;
  const place: Place = { left, right, frameRight: left - padding, secondsRight: secondsWidth, laneColumns, narrow };
  return draw(ladder, highlights, place, seconds, notes, right + (notesWidth > 0 ? padding + notesWidth : 1));
}

interface Place {
  readonly left: number;
  readonly right: number;
  readonly frameRight: number;
  readonly secondsRight: number;
  readonly laneColumns: number;
  readonly narrow: boolean;
}

function draw(
  ladder: Ladder,
  highlights: Highlights,
  place: Place,
  seconds: readonly string[],
  notes: readonly (readonly string[])[],
  width: number,
): LadderDrawing {
  const { left, right } = place;
  const texts: DrawnText[] = [];
  const arrows: DrawnArrow[] = [];
  const marks: LadderDrawing['marks'][number][] = [];
  const breaks: { top: number; bottom: number }[] = [];
  const start = drawEnds(ladder, place, texts);
  const gaps = longGaps(ladder.rows);
  let y = start;
  ladder.rows.forEach((row, index) => {
    const gap = gaps[index];
    if (gap !== undefined) {
      texts.push(textAt((left + right) / 2, y + gapHeight / 2 + descent, 'middle', 'gap', gap));
      breaks.push({ top: y, bottom: y + gapHeight });
      y += gapHeight;
    }
    const drawn = drawRow({ row, seconds: seconds[index] ?? '', notes: notes[index] ?? [], y }, highlights, place);
    texts.push(...drawn.texts);
    arrows.push(drawn.arrow);
    marks.push(...drawn.marks);
    y = drawn.bottom;
  });
  return {
    width: Math.ceil(width),
    height: Math.ceil(y),
    texts,
    arrows,
    marks,
    bars: barsOf([left, right], start, y, breaks),
  };
}

/** The names of the two ends above their bars. */
function drawEnds({ originator, responder }: Ladder, { left, right, laneColumns }: Place, texts: DrawnText[]): number {
  const half = Math.floor(laneColumns / 2) - 1;
  const ends = [
    { x: left, anchor: 'start', lines: ['originator', ...fit(originator, half)] },
    { x: right, anchor: 'end', lines: ['responder', ...fit(responder, half)] },
  ] as const;
  for (const { x, anchor, lines } of ends) {
    texts.push(...lines.map((line, index) => textAt(x, ascent + index * lineHeight, anchor, 'end', line)));
  }
  return Math.max(...ends.map(({ lines }) => lines.length)) * lineHeight + 4;
}

interface Row {
  readonly row: LadderRow;
  readonly seconds: string;
  readonly notes: readonly string[];
  readonly y: number;
}

interface DrawnRow {
  readonly texts: readonly DrawnText[];
  readonly arrow: DrawnArrow;
  readonly marks: LadderDrawing['marks'];
  readonly bottom: number;
}

function drawRow({ row, seconds, notes, y }: Row, { evidence, resets }: Highlights, place: Place): DrawnRow {
  const { left, right, frameRight, secondsRight, laneColumns, narrow } = place;
  const isReset = resets.has(row.frame);
  const frame = narrow ? `frame ${row.frame}` : String(row.frame);
  const texts: DrawnText[] = [];
  let baseline = y + rowGap / 2 + ascent;
  const at = { frame: narrow ? left + padding + 4 : frameRight, seconds: narrow ? right - padding : secondsRight };
  if (narrow) baseline += lineHeight;
  for (const line of fit(row.text, laneColumns - 2)) {
    texts.push(textAt((left + right) / 2, baseline, 'middle', isReset ? 'reset' : 'segment', line));
    baseline += lineHeight;
  }
  const arrowY = baseline - ascent + 3;
  let bottom = arrowY + 4;
  // Beside the lane, frame, seconds and the first note stand at the height of the arrow's text; in a narrow drawing above it.
  const headline = y + rowGap / 2 + ascent;
  const frameText = textAt(at.frame, headline, narrow ? 'start' : 'end', 'frame', frame);
  texts.push(
    frameText,
    textAt(at.seconds, headline, 'end', 'seconds', narrow && seconds !== '' ? `${seconds} s` : seconds),
  );
  notes.forEach((note, index) => {
    const noteY = narrow ? arrowY + lineHeight * (index + 1) : headline + lineHeight * index;
    texts.push(textAt(narrow ? left + padding : right + padding, noteY, 'start', 'note', note));
    bottom = Math.max(bottom, noteY + descent);
  });
  const mark = {
    x: boxOf(frameText).left - 4,
    y: headline - ascent - 1,
    width: frameText.width + 8,
    height: lineHeight,
  };
  const ends = row.from === 'responder' ? { from: right, to: left } : { from: left, to: right };
  return {
    texts: texts.filter(({ text }) => text !== ''),
    arrow: { ...ends, y: arrowY, role: arrowRole(row, isReset) },
    marks: evidence.has(row.frame) ? [mark] : [],
    bottom: bottom + rowGap / 2,
  };
}

function arrowRole({ from, repeats }: LadderRow, isReset: boolean): DrawnArrow['role'] {
  if (from === 'icmp') return 'icmp';
  if (isReset) return 'reset';
  return repeats === undefined ? 'segment' : 'repeat';
}

/** A label for each silence that is long beside the others of this ladder; a second always is. */
function longGaps(rows: readonly LadderRow[]): (string | undefined)[] {
  const gaps = gapsOf(rows);
  const sorted = gaps.slice(1).sort((a, b) => a - b);
  const median = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
  return gaps.map((gap) =>
    gap >= 1e9 || (gap >= 5e6 && gap >= 20 * median) ? `${duration(gap / 1e6)} later` : undefined,
  );
}

function barsOf(
  xs: readonly number[],
  start: number,
  end: number,
  breaks: readonly { readonly top: number; readonly bottom: number }[],
): LadderDrawing['bars'] {
  let top = start;
  const pieces = [...breaks, { top: end, bottom: end }].flatMap((gap) => {
    const piece = { top, bottom: gap.top, broken: false };
    top = gap.bottom;
    return [piece, { ...gap, broken: true }].filter((one) => one.bottom > one.top);
  });
  return xs.flatMap((x) => pieces.map((piece) => ({ x, ...piece })));
}

function textAt(x: number, y: number, anchor: DrawnText['anchor'], role: DrawnText['role'], text: string): DrawnText {
  return { x, y, anchor, role, text, width: columns(text) * columnWidth };
}

/** Where a text stands: no two of a drawing may overlap. */
export function boxOf({ x, y, width, anchor }: DrawnText): {
  left: number;
  right: number;
  top: number;
  bottom: number;
} {
  const left = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2;
  return { left, right: left + width, top: y - ascent, bottom: y + descent };
}
