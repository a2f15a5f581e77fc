import type { TimeStamp } from './time-stamp.ts';

/** What the times of a text mean. */
export type ClockKind = 'absolute' | 'time-of-day' | 'relative' | 'none';

/** How the times of a text are to be added up: found out from its first ones, see time-sample.ts. */
export type TimeReading =
  /** Each stands for itself: the time of day, a date, seconds since 1970, or the time since the first packet (`-ttttt`). */
  | 'as-printed'
  /** Each is the time since the packet before (`-ttt`). */
  | 'deltas';

const dayNs = 86_400e9;
const halfDayNs = dayNs / 2;
/** How close to midnight two packets printed out of order can be taken for one on either side of it. */
const reorderingNs = 10e9;

/**
 * Turns printed times into nanoseconds since a base. What the base is:
 * `absolute`: the first packet's second (local time of whoever printed it is read as UTC: the text does not name the zone);
 * `time-of-day`: midnight, as 1970-01-01; `relative`: the first packet, as 1970-01-01; `none`: all instants are 0.
 */
export class Clock {
  kind: ClockKind = 'none';
  #reading: TimeReading = 'as-printed';
  #baseSeconds = 0;
  #instantNs = 0;
  #day = 0;
  #previousNs = 0;

  get baseInstantNs(): bigint {
    return BigInt(this.#baseSeconds) * 1_000_000_000n;
  }

  /** Fixes what times mean, by the text's first stamp. Later stamps of another form are read as well as they can be. */
  begin(first: TimeStamp, isRelative: boolean, reading: TimeReading): void {
    this.#reading = reading;
    if (first.form === 'date' || first.form === 'epoch') {
      this.kind = 'absolute';
      this.#baseSeconds = first.seconds;
    } else {
      this.kind = isRelative ? 'relative' : 'time-of-day';
    }
  }

  /** The instant of the packet before, for a packet without a time of its own. */
  get instantNs(): number {
    return this.#instantNs;
  }

  /** @returns nanoseconds since the base */
  instantOf(stamp: TimeStamp): number {
    if (this.kind !== 'none' && stamp.form !== 'unprintable') this.#instantNs = this.#read(stamp);
    return this.#instantNs;
  }

  #read(stamp: TimeStamp): number {
    const isDated = stamp.form === 'date' || stamp.form === 'epoch';
    const printedNs = stamp.seconds * 1e9 + stamp.nanoseconds;
    if (this.kind === 'relative') {
      const signedNs = stamp.negative ? -printedNs : printedNs;
      if (isDated) return this.#instantNs;
      return this.#reading === 'deltas' ? this.#instantNs + signedNs : signedNs;
    }
    if (this.kind === 'absolute') {
      if (isDated) return (stamp.seconds - this.#baseSeconds) * 1e9 + stamp.nanoseconds;
      return this.#acrossMidnights(printedNs) - (this.#baseSeconds % 86_400) * 1e9;
    }
    return this.#acrossMidnights(isDated ? (stamp.seconds % 86_400) * 1e9 + stamp.nanoseconds : printedNs);
  }

  /** Counts days: tcpdump prints none. A time that falls by half a day is tomorrow's; a smaller step back is packets out of order. */
  #acrossMidnights(timeOfDayNs: number): number {
    const previousNs = this.#previousNs;
    if (timeOfDayNs < previousNs - halfDayNs) {
      this.#day += 1;
    } else if (this.#day > 0 && previousNs < reorderingNs && timeOfDayNs > dayNs - reorderingNs) {
      return (this.#day - 1) * dayNs + timeOfDayNs; // printed late: leaves the day as it is
    }
    this.#previousNs = timeOfDayNs;
    return this.#day * dayNs + timeOfDayNs;
  }
}
