import type { TimeReading } from './clock.ts';
import type { TimeStamp } from './time-stamp.ts';

/** Share of backward steps from which on times are taken for deltas: a third to a half in deltas, next to none in a clock's readings. */
const deltaShare = 0.1;

/**
 * The first times of a text, from which it shows what they are. `-ttt` and `-ttttt` print times that look like a time of day just after
 * midnight: `00:00:00.000012`. Only the run of them tells: the first is exactly zero, and deltas fall as often as they rise.
 */
export class TimeSample {
  #count = 0;
  #backwardSteps = 0;
  #negative = false;
  #beginsAtZero = false;
  #previousNs = 0;

  /** Whether a text whose first time is this one needs a look at the times that follow. */
  static isNeededFor(first: TimeStamp): boolean {
    return first.form === 'time-of-day' && (first.negative || first.seconds < 60);
  }

  add(stamp: TimeStamp): void {
    if (stamp.form !== 'time-of-day') return;
    const printedNs = stamp.seconds * 1e9 + stamp.nanoseconds;
    const valueNs = stamp.negative ? -printedNs : printedNs;
    if (this.#count === 0) this.#beginsAtZero = valueNs === 0;
    else if (valueNs < this.#previousNs) this.#backwardSteps += 1;
    if (stamp.negative) this.#negative = true;
    this.#previousNs = valueNs;
    this.#count += 1;
  }

  /** Times since the first packet or the packet before, not a clock's. */
  get isRelative(): boolean {
    return this.#beginsAtZero || this.#negative || (this.#backwardSteps > 1 && this.reading === 'deltas');
  }

  get reading(): TimeReading {
    return this.#count > 2 && this.#backwardSteps >= (this.#count - 1) * deltaShare ? 'deltas' : 'as-printed';
  }
}
