/** Values that lie together: told apart by four digits at the least. */
export interface Cluster {
  readonly least: number;
  readonly most: number;
  readonly count: number;
}

/** Up to here each value is kept; beyond, those that agree in their first four digits are counted together. */
const mostValues = 4096;
const digits = 4;

interface OpenCluster {
  least: number;
  most: number;
  count: number;
}

/**
 * Counts values in bounded memory. How many there are, the least and the most are exact; where in between they lie is exact up to `mostValues` of them, and beyond to four
 * digits: 9,000 clusters for each power of ten at the most, however many values.
 */
export class ValueTally {
  #values: number[] = [];
  #clusters: Map<number, OpenCluster> | undefined;
  #count = 0;
  #whole = true;

  get count(): number {
    return this.#count;
  }

  /** All values are whole numbers. */
  get whole(): boolean {
    return this.#whole;
  }

  /** @param value finite */
  add(value: number): void {
    this.#count += 1;
    if (!Number.isInteger(value)) this.#whole = false;
    if (this.#clusters === undefined && this.#values.length < mostValues) this.#values.push(value);
    else addTo(this.#clustered(), { least: value, most: value, count: 1 });
  }

  /** Takes in what another one counted. */
  merge(other: ValueTally): void {
    if (other.#clusters === undefined) {
      for (const value of other.#values) this.add(value);
      return;
    }
    this.#count += other.#count;
    if (!other.#whole) this.#whole = false;
    const clusters = this.#clustered();
    for (const cluster of other.#clusters.values()) addTo(clusters, cluster);
  }

  /** What was counted, in order. */
  clusters(): Cluster[] {
    const clusters = this.#clusters;
    const all = clusters === undefined ? this.#values.map(clusterOf) : [...clusters.values()];
    return all.sort((a, b) => a.least - b.least);
  }

  #clustered(): Map<number, OpenCluster> {
    if (this.#clusters !== undefined) return this.#clusters;
    this.#clusters = new Map();
    for (const value of this.#values) addTo(this.#clusters, clusterOf(value));
    this.#values = [];
    return this.#clusters;
  }
}

function clusterOf(value: number): Cluster {
  return { least: value, most: value, count: 1 };
}

function addTo(clusters: Map<number, OpenCluster>, { least, most, count }: Cluster): void {
  const key = Number(least.toPrecision(digits));
  const known = clusters.get(key);
  if (known === undefined) {
    clusters.set(key, { least, most, count });
    return;
  }
  known.least = Math.min(known.least, least);
  known.most = Math.max(known.most, most);
  known.count += count;
}
