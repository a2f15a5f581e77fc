import { byteClasses, classesOf, escapeClass, foreignClass, lineEndClass, skippedClass } from './byte-classes.ts';
import { beginningsOf } from './mark-tree.ts';

/** What to look for in lines, by what `foldedByte` leaves of them: small letters, `0` for any digit, `\n` for the border of a line. */
export interface Marks {
  /** A line that holds one of these is of interest. */
  readonly anywhere: readonly string[];
  /** A line that holds one of these is of interest if no word follows in it: a time on a line of its own. */
  readonly alone: readonly string[];
}

/**
 * Finds any number of marks in one pass over bytes, with two look-ups for each byte (Aho and Corasick, "Efficient string matching", 1975).
 *
 * `next[state + classOf[byte]]` is the state behind the byte, or where there is more to do a negative number: `eventOf` it, and `stateBehind` it.
 */
export interface Sieve {
  readonly classOf: Uint8Array;
  readonly next: Int32Array;
  /** The state at the beginning of a line. */
  readonly lineStart: number;
}

export const found = 1;
/** Found, if no word follows in the line. */
export const foundIfAlone = 2;
export const lineEnd = 3;
/** The end of a line that is of interest. */
export const lineEndFound = 4;
export const escapeBegun = 5;
const eventBits = 3;

export function eventOf(transition: number): number {
  return -transition & ((1 << eventBits) - 1);
}

export function stateBehind(transition: number): number {
  return -transition >> eventBits;
}

/** Whether a line is of interest that ends in this state. */
export function isFoundAtLineEnd({ next }: Sieve, state: number): boolean {
  return eventOf(next[state + lineEndClass] as number) === lineEndFound;
}

/** Makes the tables, in some milliseconds; they take some hundred bytes for each character of a mark. */
export function buildSieve({ anywhere, alone }: Marks): Sieve {
  const bytes = byteClasses([...anywhere, ...alone]);
  const marksWith = (marks: readonly string[], event: number) =>
    marks.map((mark) => ({ classes: classesOf(mark, bytes), event }));
  const beginnings = beginningsOf([...marksWith(alone, foundIfAlone), ...marksWith(anywhere, found)], found);
  const width = bytes.count;
  const next = new Int32Array(beginnings.length * width);
  const lineStart = (beginnings[0]?.longer.get(lineEndClass)?.index ?? 0) * width;
  for (const { index, shorter, longer } of beginnings) {
    const state = index * width;
    // What leads nowhere from here leads on from the longest end of this, which stands before it in the list.
    if (shorter !== undefined) next.copyWithin(state, shorter.index * width, (shorter.index + 1) * width);
    next[state + skippedClass] = state;
    next[state + escapeClass] = withEvent(state, escapeBegun);
    next[state + foreignClass] = 0;
    if (shorter === undefined) next[state + lineEndClass] = withEvent(lineStart, lineEnd);
    for (const [code, { index: further, event }] of longer) {
      if (code !== lineEndClass)
        next[state + code] = event === undefined ? further * width : withEvent(further * width, event);
      else if (event === found) next[state + code] = withEvent(lineStart, lineEndFound);
    }
  }
  return { classOf: bytes.classOf, next, lineStart };
}

function withEvent(state: number, event: number): number {
  return -((state << eventBits) | event);
}
