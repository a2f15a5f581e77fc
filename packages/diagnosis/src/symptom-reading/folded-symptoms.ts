import type { Failure } from './failures.ts';
import type { SeenLine } from './seen-line.ts';
import type { Symptom } from './symptom.ts';

/** Kinds of symptoms kept apart. A text with more is hostile, or names a new endpoint each time. */
const mostSymptoms = 1000;

interface Folded {
  readonly first: Symptom;
  count: number;
  last: SeenLine | undefined;
}

/** Counts alike failures as one symptom, in bounded memory. */
export class FoldedSymptoms {
  readonly #folded = new Map<string, Folded>();
  /** Failures that were not kept because there were too many kinds. */
  dropped = 0;

  add(failure: Failure): void {
    const { key } = failure;
    const known = this.#folded.get(key);
    if (known !== undefined) {
      known.count += 1;
      known.last = failure.lead;
    } else if (this.#folded.size < mostSymptoms) {
      this.#folded.set(key, { first: failure.symptom(), count: 1, last: undefined });
    } else {
      this.dropped += 1;
    }
  }

  /** In the order of their first lines. */
  all(): Symptom[] {
    return [...this.#folded.values()]
      .map(({ first, count, last }) =>
        last === undefined ? first : { ...first, count, last: last.quoted, lastInstant: last.instant },
      )
      .sort((a, b) => (a.lines[0]?.line ?? 0) - (b.lines[0]?.line ?? 0));
  }
}
