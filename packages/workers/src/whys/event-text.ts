import { type LineKind, LineText } from '@fivewhys/evidence';
import type { WorkerEvent } from '../events/worker-event.ts';
import { isOfUse, wrongField } from './event-shapes.ts';
import { isMeantAsEvent } from './looks-like-worker-events.ts';
import type { Sighted } from './sighted.ts';

/** A death with its last lines takes some kilobytes; a longer line than this is not one of ours. */
const longestLine = 4 * 1024 * 1024;

/** One file of events while it is read. What can't be read as an event is reported, and what lies behind it is read. */
export class EventText extends LineText {
  readonly events: Sighted[] = [];
  readonly #input: number;
  #others = 0;
  #unknown = 0;

  constructor(input: number) {
    super(longestLine);
    this.#input = input;
  }

  protected override notes(): readonly string[] {
    const notes: string[] = [];
    if (this.#others > 0) notes.push(`${linesText(this.#others)} that no supervisor wrote: not read`);
    if (this.#unknown > 0) notes.push(`${linesText(this.#unknown)} of a later version: not understood`);
    return notes;
  }

  protected override takeLine(line: string, how: LineKind): string | undefined {
    if (how === 'too-long') return 'longer than any event';
    if (!isMeantAsEvent(line)) {
      this.#others += 1;
      return undefined;
    }
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      return how === 'last' ? 'the last line is cut off' : 'an event that is cut off or was written over';
    }
    return this.#event(value as Readonly<Record<string, unknown>>);
  }

  #event(value: Readonly<Record<string, unknown>>): string | undefined {
    const { version, instant, event } = value;
    if (version !== 1) {
      this.#unknown += 1;
      return undefined;
    }
    const atMs = typeof instant === 'string' ? Date.parse(instant) : Number.NaN;
    if (Number.isNaN(atMs) || typeof event !== 'string') return 'an event without its time or name';
    if (!isOfUse(event)) return undefined;
    const wrong = wrongField(event, value);
    if (wrong !== undefined) return `the event ${event} has no ${wrong} that can be read`;
    this.events.push({ input: this.#input, line: this.line, atMs, event: value as unknown as WorkerEvent });
    return undefined;
  }
}

function linesText(count: number): string {
  return count === 1 ? '1 line' : `${count} lines`;
}
