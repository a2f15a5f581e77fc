/** A moment that a text names, as far as it names it. */
export interface WallTime {
  /** As it stands in the text. */
  readonly text: string;
  /** Nanoseconds since 1970-01-01T00:00:00Z; if the zone is not known, as if the clock on the wall showed UTC. */
  readonly wallNs: bigint;
  /** `UTC` when the moment is absolute; otherwise a zone's name (`CEST`), or empty when the text names none. Moments of one zone can be compared. */
  readonly zone: string;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * Reads a time that stands at the start of a text: RFC 3339 and its relatives (`2026-03-01T10:00:00.5+01:00`, `2026-03-01 10:00:00,123456 +0100`), and what
 * `date` and `dmesg -T` print (`Sun Mar  1 10:00:00 UTC 2026`, `Sun Mar  1 10:00:00 2026`).
 */
export function wallTimeAt(text: string): WallTime | undefined {
  return isoTime(text) ?? dateTime(text);
}

function isoTime(text: string): WallTime | undefined {
  const match =
    /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?(?: ?(Z|UTC|GMT|[+-]\d\d:?\d\d))?(?![\d.:])/.exec(
      text,
    );
  if (match === null) return undefined;
  const [whole, year, month, day, hour, minute, second, fraction = '', zone = ''] = match;
  const base = utcNs(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  if (base === undefined) return undefined;
  const wallNs = base + BigInt(fraction.padEnd(9, '0'));
  if (zone === '') return { text: whole, wallNs, zone: '' };
  const offset = /^([+-])(\d\d):?(\d\d)$/.exec(zone);
  if (offset === null) return { text: whole, wallNs, zone: 'UTC' };
  const seconds = (Number(offset[2]) * 60 + Number(offset[3])) * 60 * (offset[1] === '-' ? -1 : 1);
  return { text: whole, wallNs: wallNs - BigInt(seconds) * 1_000_000_000n, zone: 'UTC' };
}

function dateTime(text: string): WallTime | undefined {
  const match =
    /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d\d):(\d\d):(\d\d)(?: (AM|PM))?(?: ([A-Z]{1,5}|[+-]\d{2,4}))? (\d{4})(?!\d)/.exec(
      text,
    );
  if (match === null) return undefined;
  const [whole, month = '', day, hour, minute, second, half, zone = '', year] = match;
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (half === 'PM' ? 12 : 0);
  const wallNs = utcNs(Number(year), months.indexOf(month), Number(day), hours, Number(minute), Number(second));
  if (wallNs === undefined) return undefined;
  return { text: whole, wallNs, zone: zone === 'GMT' ? 'UTC' : zone };
}

function utcNs(year: number, month: number, day: number, hour: number, minute: number, second: number) {
  if (month < 0 || month > 11 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60) return undefined;
  const milliseconds = Date.UTC(year, month, day, hour, minute, second);
  return Number.isNaN(milliseconds) ? undefined : BigInt(milliseconds) * 1_000_000n;
}

/** Nanoseconds from one moment to another; undefined when their zones can't be compared, or when both are one line of one text. */
export function elapsedNs(from: WallTime | undefined, to: WallTime | undefined): bigint | undefined {
  if (from === undefined || to === undefined || from === to || from.zone !== to.zone) return undefined;
  return to.wallNs - from.wallNs;
}
