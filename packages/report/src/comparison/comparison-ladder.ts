import { type ComparedConnection, describeSegment, type Journey } from '@fivewhys/vantages';
import { columns } from '../text/columns.ts';
import { fit } from '../text/fit.ts';
import { plain } from '../text/plain.ts';

export interface ComparisonLadderOptions {
  readonly width: number;
  readonly unicode: boolean;
  /** Beyond this rows are left out, those first that passed all places. */
  readonly mostRows: number;
}

interface Glyphs {
  readonly bar: string;
  readonly dash: string;
  readonly left: string;
  readonly right: string;
  readonly lost: string;
  readonly made: string;
  readonly unknown: string;
}

const unicodeGlyphs: Glyphs = { bar: '│', dash: '─', left: '◄', right: '►', lost: '╳', made: '✱', unknown: '?' };
const asciiGlyphs: Glyphs = { bar: '|', dash: '-', left: '<', right: '>', lost: 'x', made: '*', unknown: '?' };

const arrowWidth = 5;
const leastTextWidth = 24;

/**
 * Draws a connection as its places saw it, side by side: a column for each place with the frame there, an arrow where a segment went from one to the next, `╳` where it was
 * lost, `✱` where it was made, `?` where that can't be told.
 *
 *     A          B          C
 *     15 ──────► 29 ──╳     │    PSH+ACK seq 89069520 len 320: lost between B and C
 *     16 ◄────── 30    ✱──  │    RST seq 1601800374: made between B and C
 */
export function comparisonLadder(connection: ComparedConnection, options: ComparisonLadderOptions): string[] {
  const { places, journeys } = connection;
  const glyphs = options.unicode ? unicodeGlyphs : asciiGlyphs;
  const rows = chosenRows(journeys, options.mostRows);
  const nodeWidth = Math.max(
    2,
    ...rows.flatMap(({ journey }) => journey.seen.map((seen) => columns(nodeText(seen.map(({ frame }) => frame))))),
  );
  const step = nodeWidth + arrowWidth + 2;
  const lanesWidth = nodeWidth + (places.length - 1) * step;
  const textWidth = Math.max(leastTextWidth, options.width - lanesWidth - 3);
  const heading = places
    .map((_, place) => placeLetter(place).padEnd(place === places.length - 1 ? nodeWidth : step))
    .join('');
  const lines = [heading];
  let before = -1;
  for (const { journey, index } of rows) {
    if (index > before + 1 && before >= 0)
      lines.push(`${idle(places.length, nodeWidth, glyphs)}   … ${index - before - 1}`);
    before = index;
    const [first = '', ...rest] = fit(plain(noteOf(journey), options.unicode), textWidth);
    lines.push(`${drawRow(journey, places.length, nodeWidth, glyphs)}   ${first}`);
    for (const line of rest) lines.push(`${idle(places.length, nodeWidth, glyphs)}   ${line}`);
  }
  const after = journeys.length - 1 - before;
  if (after > 0) lines.push(`${idle(places.length, nodeWidth, glyphs)}   … ${after}`);
  return lines.map((line) => (options.unicode ? line : line.replaceAll('…', '...')).trimEnd());
}

/** A, B, C: the columns of the ladder. */
export function placeLetter(place: number): string {
  return String.fromCharCode(65 + (place % 26)) + (place >= 26 ? String(Math.floor(place / 26)) : '');
}

interface Row {
  readonly journey: Journey;
  readonly index: number;
}

/** What was lost, made or reset, the handshake, and what comes right before and after those. */
function chosenRows(journeys: readonly Journey[], mostRows: number): Row[] {
  const isOdd = ({ made, lost, missedAt, first }: Journey) =>
    made !== undefined || lost !== undefined || missedAt.length > 0 || (first.flags & 0x04) !== 0;
  const ranked = journeys.map((journey, index) => {
    const near = [index - 2, index - 1, index + 1].some((other) => {
      const neighbour = journeys[other];
      return neighbour !== undefined && isOdd(neighbour);
    });
    return { journey, index, rank: isOdd(journey) ? 0 : index < 3 ? 1 : near ? 2 : 3 };
  });
  const most = Math.max(mostRows, 4);
  return ranked
    .filter(({ rank, index }) => rank < 3 || index < 6)
    .sort((a, b) => a.rank - b.rank || a.index - b.index)
    .slice(0, most)
    .sort((a, b) => a.index - b.index);
}

function nodeText(frames: readonly number[]): string {
  if (frames.length <= 2) return frames.join('+');
  return `${frames[0]}…${frames.at(-1)}`;
}

function drawRow({ seen, from, made, lost }: Journey, places: number, nodeWidth: number, glyphs: Glyphs): string {
  let line = '';
  for (let place = 0; place < places; place += 1) {
    const frames = (seen[place] ?? []).map(({ frame }) => frame);
    const node = frames.length === 0 ? glyphs.bar : nodeText(frames);
    line += node.padEnd(nodeWidth);
    if (place < places - 1) line += ` ${between(place)} `;
  }
  return line;

  function between(place: number): string {
    const right = from === 'originator';
    const has = (at: number) => (seen[at]?.length ?? 0) > 0;
    const [source, target] = right ? [place, place + 1] : [place + 1, place];
    const isLost = lost !== undefined && lost.after === source && lost.before === target;
    const isMade = made !== undefined && made.after === source && made.before === target;
    if (has(source) && has(target)) return arrow(isLost ? glyphs.lost : glyphs.dash, right);
    if (isLost && has(source)) return stub(lost.absence.kind === 'shown' ? glyphs.lost : glyphs.unknown, right, false);
    if (isMade && has(target)) return stub(made.absence.kind === 'shown' ? glyphs.made : glyphs.unknown, right, true);
    return passes(seen, place) ? glyphs.dash.repeat(arrowWidth) : ' '.repeat(arrowWidth);
  }

  function arrow(middle: string, right: boolean): string {
    const { dash, left, right: head } = glyphs;
    const line = `${dash.repeat(2)}${middle}${dash}`;
    return right ? `${line}${head}` : `${left}${line}`;
  }

  function stub(sign: string, right: boolean, begins: boolean): string {
    const { dash, left, right: head } = glyphs;
    if (begins) return right ? `  ${sign}${dash}${head}` : `${left}${dash}${sign}  `;
    return right ? `${dash.repeat(2)}${sign}  ` : `  ${sign}${dash.repeat(2)}`;
  }
}

/** A place between two others that saw it, which did not. */
function passes(seen: Journey['seen'], place: number): boolean {
  const before = seen.slice(0, place + 1).some((segments) => segments.length > 0);
  return before && seen.slice(place + 1).some((segments) => segments.length > 0);
}

function idle(places: number, nodeWidth: number, { bar }: Glyphs): string {
  return Array.from({ length: places }, (_, place) =>
    bar.padEnd(place === places - 1 ? nodeWidth : nodeWidth + arrowWidth + 2),
  ).join('');
}

function noteOf({ first, made, lost }: Journey): string {
  const text = describeSegment(first);
  const between = (fate: { after: number; before: number }) => {
    const [one, other] = [fate.after, fate.before].sort((a, b) => a - b);
    return `${placeLetter(one as number)} and ${placeLetter(other as number)}`;
  };
  if (made !== undefined) {
    return `${text}: ${made.absence.kind === 'shown' ? `made between ${between(made)}` : `not at ${placeLetter(made.after)}, why can't be told`}`;
  }
  if (lost !== undefined) {
    const part = lost.bytes > 0 && lost.bytes < first.payloadBytes ? `${lost.bytes} bytes of it ` : '';
    return `${text}: ${part}${lost.absence.kind === 'shown' ? `lost between ${between(lost)}` : `not at ${placeLetter(lost.before)}, why can't be told`}`;
  }
  return text;
}
