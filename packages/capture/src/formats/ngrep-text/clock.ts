/** What the times of a text mean; see `CaptureReading.clock`. */
export type NgrepClockKind = 'absolute' | 'relative' | 'none';

const date = /^(\d{4})\/(\d\d)\/(\d\d) (\d\d):(\d\d):(\d\d)(?:\.(\d+))?$/;
const sinceAnother = /^\+(\d+)(?:\.(\d+))?$/;

/**
 * Turns printed times into nanoseconds since a base: with `-t` the first packet's second (local time of whoever printed it, read as UTC: the text does not
 * name the zone), with `-T` the first packet.
 */
export class NgrepClock {
  kind: NgrepClockKind = 'none';
  #baseSeconds = 0;
  #instantNs = 0;
  #addsUp = true;

  get baseInstantNs(): bigint {
    return BigInt(this.#baseSeconds) * 1_000_000_000n;
  }

  /**
   * Fixes what times mean, by the text's first ones. `-T` prints the time since the packet before, `-T -T` that since the first: the latter never falls.
   *
   * @param stamps of the text's first packets
   */
  begin(stamps: readonly string[]): void {
    const dated = stamps.map(secondsOfDate).find((seconds) => seconds !== undefined);
    if (dated !== undefined) {
      this.kind = 'absolute';
      this.#baseSeconds = dated;
    } else if (stamps.length > 0) {
      this.kind = 'relative';
      const values = stamps.map((stamp) => Number(stamp));
      this.#addsUp =
        values.length < 3 || values.some((value, index) => index > 0 && value < (values[index - 1] as number));
    }
  }

  /** @returns nanoseconds since the base; of a packet without a time of its own, those of the one before */
  instantOf(stamp: string | undefined): number {
    if (stamp === undefined || this.kind === 'none') return this.#instantNs;
    if (this.kind === 'absolute') {
      const seconds = secondsOfDate(stamp);
      if (seconds !== undefined)
        this.#instantNs = (seconds - this.#baseSeconds) * 1e9 + fractionNs(date.exec(stamp)?.[7]);
      return this.#instantNs;
    }
    const match = sinceAnother.exec(stamp);
    if (match === null) return this.#instantNs;
    const printedNs = Number(match[1]) * 1e9 + fractionNs(match[2]);
    this.#instantNs = this.#addsUp ? this.#instantNs + printedNs : printedNs;
    return this.#instantNs;
  }
}

/** Undefined for what is no date of the calendar. */
function secondsOfDate(stamp: string): number | undefined {
  const match = date.exec(stamp);
  if (match === null) return undefined;
  const [year, month, day, hours, minutes, seconds] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (year < 1970 || month < 1 || month > 12 || day < 1 || day > 31 || hours > 23 || minutes > 59 || seconds > 60) {
    return undefined;
  }
  return Date.UTC(year, month - 1, day, hours, minutes, seconds) / 1000;
}

function fractionNs(digits: string | undefined): number {
  return digits === undefined ? 0 : Number(digits.padEnd(9, '0'));
}
