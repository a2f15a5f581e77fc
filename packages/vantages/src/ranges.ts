import { distance } from '@fivewhys/connections';

interface Range {
  /** Sequence number. */
  readonly start: number;
  readonly length: number;
  readonly index: number;
}

/** From and to, counted from the start of a range. */
type Piece = [from: number, to: number];

/** Ranges of sequence numbers of which pieces are taken. They may overlap: what was sent again is a range of its own. */
export class Ranges {
  readonly #origin: number;
  readonly #sorted: readonly (Range & { readonly at: number })[];
  readonly #longest: number;
  readonly #left = new Map<number, { readonly range: Range; pieces: Piece[] }>();

  constructor(ranges: readonly Range[]) {
    this.#origin = ranges[0]?.start ?? 0;
    // Far apart by less than 2^31, as numbers of one connection that is followed in parts are.
    this.#sorted = ranges
      .map((range) => ({ ...range, at: distance(range.start, this.#origin) }))
      .sort((a, b) => a.at - b.at || a.index - b.index);
    this.#longest = ranges.reduce((longest, { length }) => Math.max(longest, length), 0);
    for (const range of ranges) this.#left.set(range.index, { range, pieces: [[0, range.length]] });
  }

  /** Indexes of the ranges that share numbers with another one. */
  overlapping(start: number, length: number): number[] {
    const from = distance(start, this.#origin);
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#sorted[middle]?.at as number) <= from - this.#longest) low = middle + 1;
      else high = middle;
    }
    const found: number[] = [];
    for (let at = low; at < this.#sorted.length; at += 1) {
      const range = this.#sorted[at] as Range & { at: number };
      if (range.at >= from + length) break;
      if (range.at + range.length > from) found.push(range.index);
    }
    return found;
  }

  /**
   * Takes what is left of a range and lies in another one.
   *
   * @param taker whoever takes: what it has taken of one range it does not take of the next
   * @returns how much was taken
   */
  take(index: number, start: number, length: number, taker: number): number {
    const entry = this.#left.get(index);
    if (entry === undefined) return 0;
    const wanted = this.#wantedBy(taker, length);
    const back = distance(entry.range.start, start);
    let taken = 0;
    const kept: Piece[] = [];
    const still: Piece[] = [];
    for (const [from, to] of entry.pieces) {
      let rest: Piece[] = [[from, to]];
      for (const [wantedFrom, wantedTo] of wanted.pieces) {
        rest = rest.flatMap((piece) => without(piece, wantedFrom - back, wantedTo - back));
      }
      kept.push(...rest);
    }
    for (const [from, to] of wanted.pieces) {
      let rest: Piece[] = [[from, to]];
      for (const [ownFrom, ownTo] of entry.pieces) {
        rest = rest.flatMap((piece) => without(piece, ownFrom + back, ownTo + back));
      }
      still.push(...rest);
      taken += to - from - sizeOf(rest);
    }
    entry.pieces = kept;
    wanted.pieces = still;
    return taken;
  }

  left(index: number): number {
    return sizeOf(this.#left.get(index)?.pieces ?? []);
  }

  #taker = -1;
  #wanted: { pieces: Piece[] } = { pieces: [] };

  #wantedBy(taker: number, length: number): { pieces: Piece[] } {
    if (this.#taker !== taker) {
      this.#taker = taker;
      this.#wanted = { pieces: [[0, length]] };
    }
    return this.#wanted;
  }
}

function without([from, to]: Piece, cutFrom: number, cutTo: number): Piece[] {
  const pieces: Piece[] = [
    [from, Math.min(to, cutFrom)],
    [Math.max(from, cutTo), to],
  ];
  return pieces.filter(([start, end]) => start < end);
}

function sizeOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, [from, to]) => sum + to - from, 0);
}
