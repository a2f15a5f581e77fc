import type { NoteDamage } from './damage.ts';
import type { Line } from './line.ts';
import { quoteOf } from './line.ts';
import type { CounterReading } from './part.ts';
import { counterOf } from './whole-number.ts';

/** Counters kept of one output; the largest known (MPTCP, all of IPv6) has about 600. Hostile input must not grow it without bound. */
const mostCounters = 4096;

/** Collects the counters of one output in bounded memory. */
export class CounterTable {
  readonly counters = new Map<string, CounterReading>();
  readonly #damage: NoteDamage;

  constructor(damage: NoteDamage) {
    this.#damage = damage;
  }

  has(name: string): boolean {
    return this.counters.has(name);
  }

  /** Takes one counter; a value that is no number is damage. */
  add(name: string, value: string, line: Line, quote = quoteOf(line.text)): void {
    const parsed = counterOf(value);
    if (parsed === undefined)
      this.#damage(line.number, `the value of ${quoteOf(name)} is no whole number: ${quoteOf(value)}`);
    else if (this.counters.size < mostCounters) this.counters.set(name, { value: parsed, line: line.number, quote });
  }
}
