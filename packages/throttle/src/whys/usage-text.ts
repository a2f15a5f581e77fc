import { type LineKind, LineText } from '@fivewhys/evidence';
import { busiestStretch } from './busiest-stretch.ts';

/** A record takes some hundred bytes. */
const longestLine = 1 << 20;
/** Ten weeks. */
const mostMinutes = 100_000;
const minuteMs = 60_000;

/** One file of usage records while it is read: how many, what was refused, and the units of each minute. */
export class UsageText extends LineText {
  readonly #minutes = new Map<number, number>();
  #refused = 0;
  #throttled = 0;

  constructor() {
    super(longestLine);
  }

  protected override notes(): readonly string[] {
    const notes: string[] = [];
    if (this.#refused > 0) notes.push(`${requestsText(this.#refused)} refused (429) for want of quota`);
    const would = this.#throttled - this.#refused;
    if (would > 0) notes.push(`${requestsText(would)} over a limit that was not enforced`);
    const busiest = busiestStretch(this.#minutes);
    notes.push(
      busiest === undefined
        ? 'no minute of it stands out; fivewhys usage FILE says who used what'
        : `the load stands out from ${timeText(busiest.fromMs)} to ${timeText(busiest.toMs)}: up to ${Number(busiest.times.toPrecision(2))} times the middle minute; fivewhys usage FILE --incident ${timeText(busiest.fromMs)}..${timeText(busiest.toMs)} says why`,
    );
    return notes;
  }

  protected override takeLine(line: string, how: LineKind): string | undefined {
    if (how === 'too-long') return 'longer than any record';
    let value: Partial<Record<string, unknown>> | null;
    try {
      value = JSON.parse(line);
    } catch {
      return 'no record, or one that is cut off';
    }
    const { kind, instant, charged, throttled, refused } = recordIn(value);
    const atMs = Date.parse(String(instant));
    if (Number.isNaN(atMs)) return 'a record without its time';
    if (kind === 'unattributed') return undefined;
    if (kind !== 'request' && kind !== 'window') return 'a record of an unknown kind';
    if (typeof charged !== 'number') return 'a record without what was charged';
    this.#refused += Number(refused);
    this.#throttled += Number(throttled);
    const minute = Math.floor(atMs / minuteMs);
    if (this.#minutes.size < mostMinutes || this.#minutes.has(minute)) {
      this.#minutes.set(minute, (this.#minutes.get(minute) ?? 0) + charged);
    }
    return undefined;
  }
}

/** As evidence, a record lies within its line. */
function recordIn(value: Partial<Record<string, unknown>> | null): Partial<Record<string, unknown>> {
  const record = value?.event === 'usage' ? value.usage : value;
  return typeof record === 'object' && record !== null ? record : {};
}

function requestsText(count: number): string {
  return count === 1 ? '1 request was' : `${count} requests were`;
}

/** As --incident takes it. */
function timeText(ms: number): string {
  return new Date(ms).toISOString().replace(':00.000Z', 'Z');
}
