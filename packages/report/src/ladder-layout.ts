import type { LadderRow } from '@fivewhys/evidence';
import { secondsOf } from './ladder-seconds.ts';
import { columns } from './text/columns.ts';

/** Where the parts of a ladder go, in columns. */
export interface LadderLayout {
  /** Where seconds, frame and note stand: `beside` the arrow, the note `beneath` it, or seconds and frame `above` it and the note beneath. */
  readonly kind: 'beside' | 'beneath' | 'above';
  readonly seconds: readonly string[];
  /** 0 when the capture has no times. */
  readonly secondsWidth: number;
  readonly frameWidth: number;
  /** Seconds, frame, and the gaps after them. */
  readonly prefixWidth: number;
  /** From bar to bar. */
  readonly laneWidth: number;
  readonly noteWidth: number;
}

const gap = 2;
/** Bars, the least of an arrow on both sides of its text, and the spaces around it. */
const aroundText = 8;
/** Bars, and the spaces around a note between them. */
const aroundNote = 6;
const leastLane = 24;
/** A note in fewer columns than this is a pillar of single words. */
const leastNote = 26;

/** Decides how a ladder fits into `width` columns. The texts must be plain already. */
export function layOutLadder(
  rows: readonly LadderRow[],
  [originator, responder]: readonly [string, string],
  width: number,
): LadderLayout {
  const seconds = secondsOf(rows);
  const longest = (texts: readonly string[]) => texts.reduce((most, text) => Math.max(most, columns(text)), 0);
  const longestNote = longest(rows.map(({ note }) => note));
  const timed = seconds.some((text) => text !== '');
  const secondsWidth = timed ? Math.max('seconds'.length, longest(seconds)) : 0;
  const frameWidth = Math.max('frame'.length, longest(rows.map(({ frame }) => String(frame))));
  const prefixWidth = (timed ? secondsWidth + gap : 0) + frameWidth + gap;
  const forText = Math.max(leastLane, longest(rows.map(({ text }) => text)) + aroundText);
  const forEnds = columns(originator) + columns(responder) + gap;
  const common = { seconds, secondsWidth, frameWidth };

  const area = width - prefixWidth;
  const lane = Math.max(forText, Math.min(forEnds, forText + 12));
  const besideNote = area - lane - gap;
  if (longestNote === 0 ? lane <= area : besideNote >= Math.min(leastNote, longestNote)) {
    return { ...common, kind: 'beside', prefixWidth, laneWidth: lane, noteWidth: besideNote };
  }
  const wanted = Math.max(lane, longestNote + aroundNote);
  if (forText <= area) {
    const laneWidth = Math.min(area, wanted);
    return { ...common, kind: 'beneath', prefixWidth, laneWidth, noteWidth: laneWidth - aroundNote };
  }
  const laneWidth = Math.max(leastLane, Math.min(width, wanted));
  return { ...common, kind: 'above', prefixWidth: 0, laneWidth, noteWidth: laneWidth - aroundNote };
}
