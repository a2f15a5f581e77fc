import type { FlowText, FlowTextReport } from '@fivewhys/evidence';
import type { WorkerEvent } from '../events/worker-event.ts';
import { isOfUse, wrongField } from './event-shapes.ts';
import { isMeantAsEvent } from './looks-like-worker-events.ts';
import type { Sighted } from './sighted.ts';

/** A death with its last lines takes some kilobytes; a longer line than this is not one of ours. */
const longestLine = 4 * 1024 * 1024;
const mostDamageNamed = 50;

/** One file of events while it is read. What can't be read as an event is reported, and what lies behind it is read. */
export class EventText implements FlowText {
  readonly events: Sighted[] = [];
  readonly #input: number;
  readonly #decoder = new TextDecoder();
  readonly #damage: { line: number; reason: string }[] = [];
  #damageCount = 0;
  #lines = 0;
  #others = 0;
  #unknown = 0;
  #rest = '';
  #isTooLong = false;

  constructor(input: number) {
    this.#input = input;
  }

  read(bytes: Uint8Array): void {
    this.#take(this.#decoder.decode(bytes, { stream: true }));
  }

  end(): void {
    this.#take(this.#decoder.decode());
    if (this.#rest !== '' || this.#isTooLong) this.#line(this.#rest, 'cut');
  }

  report(): FlowTextReport {
    const notes: string[] = [];
    if (this.#others > 0) notes.push(`${linesText(this.#others)} that no supervisor wrote: not read`);
    if (this.#unknown > 0) notes.push(`${linesText(this.#unknown)} of a later version: not understood`);
    return { lines: this.#lines, damage: this.#damage, damageCount: this.#damageCount, notes };
  }

  #take(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#line(line);
    if (this.#rest.length <= longestLine) return;
    this.#rest = '';
    this.#isTooLong = true;
  }

  #line(text: string, how?: 'cut'): void {
    this.#lines += 1;
    const isTooLong = this.#isTooLong;
    this.#isTooLong = false;
    if (isTooLong) {
      this.#spoilt('longer than any event');
      return;
    }
    const line = text.trim();
    if (line === '') return;
    if (!isMeantAsEvent(line)) {
      this.#others += 1;
      return;
    }
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      this.#spoilt(how === 'cut' ? 'the last line is cut off' : 'an event that is cut off or was written over');
      return;
    }
    this.#event(value as Readonly<Record<string, unknown>>);
  }

  #event(value: Readonly<Record<string, unknown>>): void {
    const { version, instant, event } = value;
    if (version !== 1) {
      this.#unknown += 1;
      return;
    }
    const atMs = typeof instant === 'string' ? Date.parse(instant) : Number.NaN;
    if (Number.isNaN(atMs) || typeof event !== 'string') {
      this.#spoilt('an event without its time or name');
      return;
    }
    if (!isOfUse(event)) return;
    const wrong = wrongField(event, value);
    if (wrong !== undefined) {
      this.#spoilt(`the event ${event} has no ${wrong} that can be read`);
      return;
    }
    this.events.push({ input: this.#input, line: this.#lines, atMs, event: value as unknown as WorkerEvent });
  }

  #spoilt(reason: string): void {
    this.#damageCount += 1;
    if (this.#damage.length < mostDamageNamed) this.#damage.push({ line: this.#lines, reason });
  }
}

function linesText(count: number): string {
  return count === 1 ? '1 line' : `${count} lines`;
}
