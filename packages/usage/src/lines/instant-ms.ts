const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const clf = /^(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)$/;
/** Without a zone it would be read in the zone of whoever reads the log. */
const iso = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)$/;
/** Between the seconds and the milliseconds of any date from 1973 to 5138. */
const fewestMs = 1e11;

/**
 * Reads a time of a log as milliseconds since 1970: ISO 8601 with a zone, seconds or milliseconds as a number, or as the combined format has it
 * (`22/Nov/2026:13:11:15 +0000`). Undefined of anything else.
 */
export function instantMs(value: unknown): number | undefined {
  if (typeof value === 'number') return ofNumber(value);
  if (typeof value !== 'string') return undefined;
  const alike = ofSameMinute(value);
  if (alike !== undefined) return alike;
  if (iso.test(value)) return ofIso(value);
  if (/^\d{9,14}(\.\d+)?$/.test(value)) return ofNumber(Number(value));
  return ofClf(value);
}

/** The minute that was read last: lines of a log follow one another, and reading a whole date takes ten times as long. */
let minute = '';
let minuteMs = 0;
const minuteLength = '2026-03-01T10:00:'.length;

function ofSameMinute(text: string): number | undefined {
  if (minute === '' || text.length !== minuteLength + 7 || !text.startsWith(minute) || !text.endsWith('Z'))
    return undefined;
  const seconds = text.slice(minuteLength, -1);
  return /^[0-5]\d\.\d{3}$/.test(seconds) ? minuteMs + Math.round(Number(seconds) * 1000) : undefined;
}

function ofIso(text: string): number | undefined {
  const ms = finite(Date.parse(text));
  if (ms !== undefined && text.length === minuteLength + 7 && text.endsWith('Z')) {
    minute = text.slice(0, minuteLength);
    minuteMs = ms - (ms % 60_000);
  }
  return ms;
}

function ofNumber(value: number): number | undefined {
  if (!(value > 0)) return undefined;
  return finite(value < fewestMs ? value * 1000 : value);
}

function ofClf(text: string): number | undefined {
  const [, day, month = '', year, hour, minute, second, sign, zoneHours, zoneMinutes] = clf.exec(text) ?? [];
  if (day === undefined || !months.includes(month)) return undefined;
  const utc = Date.UTC(Number(year), months.indexOf(month), Number(day), Number(hour), Number(minute), Number(second));
  const zoneMs = (Number(zoneHours) * 60 + Number(zoneMinutes)) * 60_000;
  return utc + (sign === '-' ? zoneMs : -zoneMs);
}

/** Dates that JavaScript has a form for. */
function finite(ms: number): number | undefined {
  return Number.isFinite(ms) && Math.abs(ms) <= 8.64e15 ? ms : undefined;
}
