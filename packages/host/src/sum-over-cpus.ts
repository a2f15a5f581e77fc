import type { Line } from './line.ts';
import { quoteOf } from './line.ts';
import type { CounterReading } from './part.ts';

/** What `entries` of each row is: the number of the whole table, once more. */
const sameOnEachRow = new Set(['entries']);
/** Rows that are quoted; the rest of a large machine's CPUs are summed only. */
const mostQuoted = 3;
/** Columns known are 17; hostile input must not grow it without bound. */
const mostColumns = 64;

/** Sums the rows of all CPUs into one reading per counter, named `conntrack.<column>`. */
export class SumOverCpus {
  readonly #sums = new Map<string, { value: bigint; line: number; quotes: string[]; rows: number }>();

  add(column: string, value: bigint, line: Line, quote: string): void {
    const name = `conntrack.${column}`;
    const sum = this.#sums.get(name);
    if (sum === undefined) {
      if (this.#sums.size < mostColumns) this.#sums.set(name, { value, line: line.number, quotes: [quote], rows: 1 });
      return;
    }
    sum.rows += 1;
    if (sameOnEachRow.has(column)) return;
    sum.value += value;
    if (sum.quotes.length < mostQuoted) sum.quotes.push(quote);
  }

  get size(): number {
    return this.#sums.size;
  }

  counters(): Map<string, CounterReading> {
    const counters = new Map<string, CounterReading>();
    for (const [name, { value, line, quotes, rows }] of this.#sums) {
      const more = rows > quotes.length && !name.endsWith('.entries') ? `, … (${rows} CPUs)` : '';
      counters.set(name, { value, line, quote: quoteOf(quotes.join(', ') + more) });
    }
    return counters;
  }
}
