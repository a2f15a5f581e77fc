/** Upper bounds of the buckets, in units: from 30 µs of CPU to 30 seconds by the default weights. */
export const costBounds = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000] as const;

/** How the costs of requests are spread. */
export class CostHistogram {
  /** Requests by bucket, not cumulated; the last one is for those above all bounds. */
  readonly counts = new Float64Array(costBounds.length + 1);
  sum = 0;

  add(units: number): void {
    this.#count(units, 1);
    this.sum += units;
  }

  /** A request that was counted already cost something else. */
  replace(before: number, after: number): void {
    this.#count(before, -1);
    this.#count(after, 1);
    this.sum += after - before;
  }

  #count(units: number, requests: number): void {
    let bucket = 0;
    while (bucket < costBounds.length && units > (costBounds[bucket] as number)) bucket += 1;
    this.counts[bucket] = (this.counts[bucket] as number) + requests;
  }
}
