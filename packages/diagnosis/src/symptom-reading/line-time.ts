import type { SymptomInstant } from './symptom.ts';

/** A time stands in the front of a line; what comes later is part of what the line says. */
const frontCharacters = 256;
const nsPerSecond = 1_000_000_000n;
const none: SymptomInstant = { kind: 'none' };

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `2015-07-30T10:00:31.123+02:00`, `2024-01-01 12:00:00,123`, `2024/01/01 12:00:00`: the zone may be missing. */
const numeric =
  /(?<![\d.])(?<year>(?:19|20)\d\d)(?<dash>[-/])(?<month>\d\d)\k<dash>(?<day>\d\d)[T _](?<time>\d\d:\d\d:\d\d)(?:[.,](?<fraction>\d{1,9}))?(?: ?(?<zone>Z|UTC|[+-]\d\d:?\d\d))?(?![\d:])/;
/** `03/Dec/2012:17:35:10.380`, `10/Oct/2000:13:55:36 -0700`: HAProxy and access logs. */
const named =
  /(?<![\d.])(?<day>\d\d)\/(?<name>[A-Z][a-z]{2})\/(?<year>(?:19|20)\d\d):(?<time>\d\d:\d\d:\d\d)(?:\.(?<fraction>\d{1,9}))?(?: (?<zone>[+-]\d{4}))?(?![\d:])/;
/** `12:00:00.123` or `Jan  1 12:00:00` in front: the day is not known, or the year. */
const timeOfDay = /^(?:[[(<]|[A-Z][a-z]{2} [ \d]\d )?(?<time>\d\d:\d\d:\d\d)(?:[.,](?<fraction>\d{1,9}))?(?![\d:])/;

/** klog's `E0122 10:00:00.123456`: severity, month and day without a year. */
const klog = /(?:^|\s)[IWEF]\d{4} (?<time>\d\d:\d\d:\d\d)\.(?<fraction>\d{6})(?!\d)/;
/** Of a line in JSON, anywhere in it: `"ts":1767261600.123`, `"time":1767261600123`, `"@timestamp":"2026-01-01T10:00:00.5Z"`. */
const jsonTime =
  /"@?(?:time|ts|timestamp|t)": ?(?:"(?<text>[^"]{8,40})"|(?<seconds>\d{10})(?:\.(?<fraction>\d{1,9}))?(?!\d)|(?<milliseconds>\d{13})(?!\d)|(?<nanoseconds>\d{19})(?!\d))/;

/** When a line says that it was written; a time without zone or day is told as such. */
export function instantOf(line: string): SymptomInstant {
  const json = line.startsWith('{') ? jsonInstant(line) : none;
  return json.kind === 'none' ? writtenInstant(line) : json;
}

function jsonInstant(line: string): SymptomInstant {
  const { text, seconds, fraction, milliseconds, nanoseconds: count } = jsonTime.exec(line)?.groups ?? {};
  if (text !== undefined) return writtenInstant(text);
  if (seconds !== undefined)
    return { kind: 'absolute', instantNs: BigInt(seconds) * nsPerSecond + nanoseconds(fraction) };
  if (milliseconds !== undefined) return { kind: 'absolute', instantNs: BigInt(milliseconds) * 1_000_000n };
  return count === undefined ? none : { kind: 'absolute', instantNs: BigInt(count) };
}

function writtenInstant(line: string): SymptomInstant {
  const front = line.slice(0, frontCharacters);
  const dated = numeric.exec(front) ?? named.exec(front);
  if (dated !== null) return datedInstant(dated.groups ?? {});
  const { time, fraction } = (timeOfDay.exec(front) ?? klog.exec(front))?.groups ?? {};
  const seconds = time === undefined ? undefined : secondsOfDay(time);
  return seconds === undefined
    ? none
    : { kind: 'time-of-day', sinceMidnightNs: seconds * 1e9 + Number(nanoseconds(fraction)) };
}

function datedInstant(groups: Readonly<Record<string, string | undefined>>): SymptomInstant {
  const { year, month, name, day, time, fraction, zone } = groups;
  const monthIndex = name === undefined ? Number(month) - 1 : months.indexOf(name);
  const seconds = secondsOfDay(time ?? '');
  const dayNumber = Number(day);
  if (seconds === undefined || monthIndex < 0 || monthIndex > 11 || dayNumber < 1 || dayNumber > 31) return none;
  const midnightMs = Date.UTC(Number(year), monthIndex, dayNumber);
  const zonelessNs = BigInt(midnightMs / 1000 + seconds) * nsPerSecond + nanoseconds(fraction);
  if (zone === undefined) return { kind: 'zoneless', instantNs: zonelessNs };
  return { kind: 'absolute', instantNs: zonelessNs - BigInt(zoneSeconds(zone)) * nsPerSecond };
}

function secondsOfDay(time: string): number | undefined {
  const [hours = 99, minutes = 99, seconds = 99] = time.split(':').map(Number);
  return hours < 24 && minutes < 60 && seconds <= 60 ? hours * 3600 + minutes * 60 + seconds : undefined;
}

function nanoseconds(fraction: string | undefined): bigint {
  return BigInt((fraction ?? '').padEnd(9, '0'));
}

function zoneSeconds(zone: string): number {
  if (zone === 'Z' || zone === 'UTC') return 0;
  const digits = zone.replace(/\D/g, '');
  const seconds = Number(digits.slice(0, 2)) * 3600 + Number(digits.slice(2)) * 60;
  return zone.startsWith('-') ? -seconds : seconds;
}
