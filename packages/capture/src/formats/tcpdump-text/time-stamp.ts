/** In which form the time before a packet was printed. */
export type TimeStampForm =
  /** `17:15:00.320997`: the default, and `-ttt` and `-ttttt`. */
  | 'time-of-day'
  /** `2017-04-13 01:22:11.436659` (`-tttt`), in the time zone of whoever printed it. */
  | 'date'
  /** `1492046531.436659` (`-tt`). */
  | 'epoch'
  /** `[Error converting time]`: tcpdump could not print it. */
  | 'unprintable';

/** The time in front of a packet. One is reused for all lines. */
export class TimeStamp {
  form: TimeStampForm = 'time-of-day';
  /** `-00:00:00.000012`: earlier than the packet that it is relative to. */
  negative = false;
  /** Seconds of the day, or since 1970 for `date` and `epoch`. */
  seconds = 0;
  nanoseconds = 0;
  /** Digits behind the dot: 6, or 9 with `--nano`; anything else is not tcpdump's own. */
  fractionDigits = 0;
}

const unprintable = '[Error converting time]';

/**
 * Reads a time stamp at `at`.
 *
 * @returns the offset behind it, or -1 when there is none
 */
export function readTimeStamp(text: string, at: number, out: TimeStamp): number {
  const first = text.charCodeAt(at);
  out.negative = first === 0x2d;
  if (out.negative) return readTimeOfDay(text, at + 1, out);
  if (first < 0x30 || first > 0x39) return first === 0x5b ? readUnprintable(text, at, out) : -1;
  switch (text.charCodeAt(at + 2)) {
    case 0x3a:
      return readTimeOfDay(text, at, out);
    default:
      return text.charCodeAt(at + 4) === 0x2d ? readDate(text, at, out) : readEpoch(text, at, out);
  }
}

function readUnprintable(text: string, at: number, out: TimeStamp): number {
  if (!text.startsWith(unprintable, at)) return -1;
  out.form = 'unprintable';
  return at + unprintable.length;
}

function readTimeOfDay(text: string, at: number, out: TimeStamp): number {
  if (text.charCodeAt(at + 2) !== 0x3a || text.charCodeAt(at + 5) !== 0x3a) return -1;
  const hours = twoDigits(text, at);
  const minutes = twoDigits(text, at + 3);
  const seconds = twoDigits(text, at + 6);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || seconds < 0 || seconds > 60) return -1;
  out.form = 'time-of-day';
  out.seconds = hours * 3600 + minutes * 60 + seconds;
  return readFraction(text, at + 8, out);
}

function readDate(text: string, at: number, out: TimeStamp): number {
  const century = twoDigits(text, at);
  const year = twoDigits(text, at + 2);
  const month = twoDigits(text, at + 5);
  const day = twoDigits(text, at + 8);
  if (century < 19 || year < 0 || month < 1 || month > 12 || day < 1 || day > 31) return -1;
  if (text.charCodeAt(at + 7) !== 0x2d || text.charCodeAt(at + 10) !== 0x20) return -1;
  const end = readTimeOfDay(text, at + 11, out);
  if (end < 0) return -1;
  out.form = 'date';
  out.seconds += Date.UTC(century * 100 + year, month - 1, day) / 1000;
  return end;
}

/** Nine to eleven digits before the dot: from 1973 on. Fewer are a list number or a decimal. */
function readEpoch(text: string, at: number, out: TimeStamp): number {
  let end = at;
  let seconds = 0;
  for (; end - at < 12; end += 1) {
    const digit = text.charCodeAt(end) - 48;
    if (!(digit >= 0 && digit <= 9)) break;
    seconds = seconds * 10 + digit;
  }
  if (end - at < 9 || end - at > 11 || text.charCodeAt(end) !== 0x2e) return -1;
  out.form = 'epoch';
  out.seconds = seconds;
  return readFraction(text, end, out);
}

/** `.320997`, `.320997123`, or nothing. */
function readFraction(text: string, at: number, out: TimeStamp): number {
  let end = at;
  let value = 0;
  let digits = 0;
  if (text.charCodeAt(at) === 0x2e) {
    end += 1;
    for (; digits < 9; digits += 1, end += 1) {
      const digit = text.charCodeAt(end) - 48;
      if (!(digit >= 0 && digit <= 9)) break;
      value = value * 10 + digit;
    }
  }
  out.fractionDigits = digits;
  out.nanoseconds = value * (powersOfTen[9 - digits] as number);
  return end;
}

const powersOfTen = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];

function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}
