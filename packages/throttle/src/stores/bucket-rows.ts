/** What is kept of an account: so many numbers, or twice as many short ones. */
const rowNumbers = 6;
const rowShorts = 12;

/** Where each number stands in its row, and the two short ones at its end. */
const remaining = 0;
const at = 1;
const wholeAt = 2;
const reserved = 3;
const open = 4;
const used = 10;
const average = 11;

/**
 * A table of accounts, a row of numbers each. As objects a million of them would take twice the memory; and in columns, a request that finds none of them in a cache would wait for each.
 */
export class BucketRows {
  #numbers = new Float64Array(0);
  /** The same memory. */
  #shorts = new Float32Array(0);

  /** Makes room, and a row like that of an account that nobody has seen. */
  begin(row: number, units: number, nowMs: number): void {
    const start = row * rowNumbers;
    if (start >= this.#numbers.length) this.#grow(Math.max(64, row * 2));
    this.#numbers.fill(0, start, start + rowNumbers);
    this.putBalance(row, units, nowMs, nowMs);
  }

  /** Units left, as it was at `atMs`. */
  remaining(row: number): number {
    return this.#get(row, remaining);
  }

  atMs(row: number): number {
    return this.#get(row, at);
  }

  /** When the quota is whole again. */
  wholeAtMs(row: number): number {
    return this.#get(row, wholeAt);
  }

  putBalance(row: number, units: number, atMs: number, wholeAtMs: number): void {
    const start = row * rowNumbers;
    this.#numbers[start + remaining] = units;
    this.#numbers[start + at] = atMs;
    this.#numbers[start + wholeAt] = wholeAtMs;
  }

  reserved(row: number): number {
    return this.#get(row, reserved);
  }

  /** Requests under way: an account with some is not dropped. */
  open(row: number): number {
    return this.#get(row, open);
  }

  reserve(row: number, units: number): void {
    const start = row * rowNumbers;
    this.#numbers[start + reserved] = this.reserved(row) + units;
    this.#numbers[start + open] = this.open(row) + 1;
  }

  release(row: number, units: number): void {
    const start = row * rowNumbers;
    const stillOpen = Math.max(0, this.open(row) - 1);
    this.#numbers[start + open] = stillOpen;
    // With nothing under way nothing is reserved: sums of decimals leave a remainder.
    this.#numbers[start + reserved] = stillOpen === 0 ? 0 : this.reserved(row) - units;
  }

  /**
   * How its measured requests compare with their routes' averages; undefined as long as there were none. It is the quotient of two sums, as a mean of quotients is carried away by a small
   * average.
   */
  dearness(row: number): number | undefined {
    const start = row * rowShorts;
    const averageUs = this.#shorts[start + average] as number;
    return averageUs === 0 ? undefined : (this.#shorts[start + used] as number) / averageUs;
  }

  /** @param fading by how much less the earlier ones count */
  learnDearness(row: number, usedUs: number, averageUs: number, fading: number): void {
    const start = row * rowShorts;
    this.#shorts[start + used] = (this.#shorts[start + used] as number) * fading + usedUs;
    this.#shorts[start + average] = (this.#shorts[start + average] as number) * fading + averageUs;
  }

  #get(row: number, index: number): number {
    return this.#numbers[row * rowNumbers + index] as number;
  }

  #grow(rows: number): void {
    const grown = new Float64Array(rows * rowNumbers);
    grown.set(this.#numbers);
    this.#numbers = grown;
    this.#shorts = new Float32Array(grown.buffer);
  }
}
