import type { FlowText, FlowTextReport } from '@fivewhys/evidence';
import { busiestStretch } from './busiest-stretch.ts';

/** A record takes some hundred bytes. */
const longestLine = 1 << 20;
const mostDamageNamed = 50;
/** Ten weeks. */
const mostMinutes = 100_000;
const minuteMs = 60_000;

/** One file of usage records while it is read: how many, what was refused, and the units of each minute. */
export class UsageText implements FlowText {
  readonly #decoder = new TextDecoder();
  readonly #damage: { line: number; reason: string }[] = [];
  readonly #minutes = new Map<number, number>();
  #damageCount = 0;
  #lines = 0;
  #refused = 0;
  #throttled = 0;
  #rest = '';
  #isTooLong = false;

  read(bytes: Uint8Array): void {
    this.#take(this.#decoder.decode(bytes, { stream: true }));
  }

  end(): void {
    this.#take(this.#decoder.decode());
    if (this.#rest !== '' || this.#isTooLong) this.#line(this.#rest);
  }

  report(): FlowTextReport {
    return { lines: this.#lines, damage: this.#damage, damageCount: this.#damageCount, notes: this.#notes() };
  }

  #notes(): readonly string[] {
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

  #take(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#line(line);
    if (this.#rest.length <= longestLine) return;
    this.#rest = '';
    this.#isTooLong = true;
  }

  #line(line: string): void {
    this.#lines += 1;
    const isTooLong = this.#isTooLong;
    this.#isTooLong = false;
    if (!isTooLong && line.trim() === '') return;
    const wrong = isTooLong ? 'longer than any record' : this.#record(line);
    if (wrong !== undefined) this.#spoilt(wrong);
  }

  /** Takes in what a line tells. @returns what is wrong with it */
  #record(line: string): string | undefined {
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

  #spoilt(reason: string): void {
    this.#damageCount += 1;
    if (this.#damage.length < mostDamageNamed) this.#damage.push({ line: this.#lines, reason });
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
