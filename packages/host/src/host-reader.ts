import type { Damage } from './damage.ts';
import type { HostEvent, KernelMessage, TraceEvent } from './event.ts';
import type { Announcement, PartFormat, PartReader } from './formats/format.ts';
import { partFormats } from './formats/index.ts';
import { kernelMessageOf } from './formats/kernel-log.ts';
import { traceEventOf } from './formats/trace-log.ts';
import { headingOf } from './heading.ts';
import { type Line, longestLine } from './line.ts';
import type { Part } from './part.ts';
import type { WallTime } from './wall-time.ts';

/** What is kept of one text; beyond, the middle is let go: the first and the newest tell before and after. */
const mostParts = 400;
const mostEvents = 20_000;
const mostDamage = 50;
/** Blank lines and a line of text may stand between a command and its output. */
const headingReach = 3;

/** Everything that one text says of a host. */
export interface HostReading {
  /** Index of the input. */
  readonly input: number;
  /** The host's name as the caller gave it, or as the first prompt shows it. */
  readonly host: string | undefined;
  readonly lines: number;
  readonly parts: readonly Part[];
  readonly messages: readonly KernelMessage[];
  readonly trace: readonly TraceEvent[];
  readonly damage: readonly Damage[];
  /** Damaged lines found, kept or not. */
  readonly damageCount: number;
  /** Parts and events that were read and let go, because there were too many to keep. */
  readonly omitted: number;
  /** Lines that belong to each format, with the first of them: what `recognizeCounters` tells. */
  readonly formats: readonly { readonly format: string; readonly firstLine: number; readonly lines: number }[];
}

interface OpenPart {
  readonly format: PartFormat;
  readonly reader: PartReader;
  readonly announced: Announcement;
  readonly host: string | undefined;
  readonly time: WallTime | undefined;
  readonly firstLine: number;
  lastLine: number;
}

/**
 * Reads what a host says about itself from a text that comes in pieces: outputs of several commands in any mix, with their prompts, headers and dates between,
 * and lines of the kernel's log and trace. How the text is cut into pieces makes no difference. No text makes it throw, and what it keeps is bounded.
 *
 * ```ts
 * const reader = new HostReader({ input: 0 });
 * reader.write('# nstat -az\n#kernel\nTcpExtListenOver');
 * reader.write('flows 5 0.0\n');
 * reader.end().parts[0].counters.get('TcpExtListenOverflows').value; // 5n
 * ```
 */
export class HostReader {
  readonly #input: number;
  readonly #givenHost: string | undefined;
  readonly #parts: Part[] = [];
  readonly #messages: KernelMessage[] = [];
  readonly #trace: TraceEvent[] = [];
  readonly #damage: Damage[] = [];
  readonly #formats = new Map<string, { firstLine: number; lines: number }>();
  #damageCount = 0;
  #omitted = 0;
  #lines = 0;
  #rest = '';
  #restWasCut = false;
  #open: OpenPart | undefined;
  #command: { readonly command: string; readonly line: number } | undefined;
  #path: { readonly path: string; readonly line: number } | undefined;
  #time: WallTime | undefined;
  #host: string | undefined;

  /** @param options.host the host's name, where the caller knows it; a prompt in the text may show it too. */
  constructor({ input, host }: { readonly input: number; readonly host?: string }) {
    this.#input = input;
    this.#givenHost = host;
  }

  /** Takes the next piece of the text. */
  write(text: string): void {
    let start = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      this.#append(text, start, end);
      this.#endLine();
      start = end + 1;
    }
    this.#append(text, start, text.length);
  }

  /** Whether the next line counts whatever it holds: an output is under way, or was announced. */
  get isAttentive(): boolean {
    const announcedAt = Math.max(this.#command?.line ?? -headingReach, this.#path?.line ?? -headingReach);
    return this.#open !== undefined || this.#lines - announcedAt < headingReach;
  }

  /** Ends the text, and returns what was read. */
  end(): HostReading {
    if (this.#rest !== '') this.#endLine();
    this.#closePart();
    return {
      input: this.#input,
      host: this.#givenHost ?? this.#host,
      lines: this.#lines,
      parts: this.#parts,
      messages: this.#messages,
      trace: this.#trace,
      damage: this.#damage,
      damageCount: this.#damageCount,
      omitted: this.#omitted,
      formats: [...this.#formats].map(([format, { firstLine, lines }]) => ({ format, firstLine, lines })),
    };
  }

  #append(text: string, start: number, end: number): void {
    const room = longestLine - this.#rest.length;
    if (end - start > room) this.#restWasCut = true;
    if (room > 0 && end > start) this.#rest += text.slice(start, Math.min(end, start + room));
  }

  #endLine(): void {
    const text = this.#rest.endsWith('\r') ? this.#rest.slice(0, -1) : this.#rest;
    const isCut = this.#restWasCut;
    this.#rest = '';
    this.#restWasCut = false;
    this.take({ number: this.#lines + 1, text, isCut });
  }

  /** Takes the next line. Those that hold none of the marks of `hostMarks` may be left out, except where `isAttentive`. */
  take(line: Line): void {
    this.#lines = line.number;
    if (line.isCut) {
      this.#note(line.number, `the line is longer than ${longestLine} characters; what is behind them was not read`);
    }
    if (this.#open?.reader.take(line)) {
      this.#open.lastLine = line.number;
      this.#count(this.#open.format.name, line);
      return;
    }
    if (line.text.trim() === '') {
      // Some outputs hold blank lines; the part stays open for what comes next.
      return;
    }
    this.#closePart();
    const event = this.#eventOf(line);
    if (event !== undefined) {
      this.#keepEvent(event, line);
      return;
    }
    // Before the headings: a path with a colon and a value looks like one, and `#kernel` like a prompt.
    if (this.#openPart(line)) return;
    this.#takeHeading(line);
  }

  #eventOf(line: Line): HostEvent | undefined {
    return traceEventOf(line, this.#input) ?? kernelMessageOf(line, this.#input);
  }

  #openPart(line: Line): boolean {
    const announced = this.#announced(line);
    const format = partFormats.find((candidate) => candidate.begins(line, announced));
    if (format === undefined) return false;
    const reader = format.open(announced, (number, reason) => this.#note(number, reason));
    if (!reader.take(line)) return false;
    this.#open = {
      format,
      reader,
      announced,
      host: this.#givenHost ?? this.#host,
      time: this.#time,
      firstLine: line.number,
      lastLine: line.number,
    };
    this.#count(format.name, line);
    return true;
  }

  #announced(line: Line): Announcement {
    const reaches = (heading: { readonly line: number } | undefined) =>
      heading !== undefined && line.number - heading.line <= headingReach;
    const command = reaches(this.#command) ? this.#command?.command : undefined;
    const path = reaches(this.#path) ? this.#path?.path : undefined;
    const nearest = Math.max(this.#command?.line ?? 0, this.#path?.line ?? 0);
    return { command, path, immediate: nearest === line.number - 1 };
  }

  #takeHeading(line: Line): void {
    const heading = headingOf(line);
    if (heading === undefined) {
      // Other text under a heading: what follows is no longer its output.
      if (this.#command !== undefined && line.number - this.#command.line > 1) this.#command = undefined;
      return;
    }
    switch (heading.kind) {
      case 'command':
        this.#command = { command: heading.command, line: heading.line };
        this.#path = undefined;
        this.#host = heading.host ?? this.#host;
        return;
      case 'file':
        this.#path = { path: heading.path, line: heading.line };
        this.#command = undefined;
        return;
      case 'time':
        this.#time = heading.time;
    }
  }

  #closePart(): void {
    if (this.#open === undefined) return;
    const { reader, announced, host, time, firstLine, lastLine } = this.#open;
    this.#open = undefined;
    const { command, path } = announced;
    const part = reader.end({ input: this.#input, firstLine, lastLine, command, path, host, time });
    if (part === undefined) return;
    this.#parts.push(part);
    if (this.#parts.length > mostParts) {
      this.#parts.splice(mostParts / 2, 1);
      this.#omitted += 1;
    }
  }

  #keepEvent(event: HostEvent, line: Line): void {
    this.#count(event.kind === 'trace-event' ? 'trace' : 'kernel-log', line);
    const kept = event.kind === 'trace-event' ? this.#trace : this.#messages;
    if (kept.length < mostEvents) (kept as HostEvent[]).push(event);
    else this.#omitted += 1;
  }

  #count(format: string, line: Line): void {
    const counted = this.#formats.get(format);
    if (counted === undefined) this.#formats.set(format, { firstLine: line.number, lines: 1 });
    else counted.lines += 1;
  }

  #note(line: number, reason: string): void {
    this.#damageCount += 1;
    if (this.#damage.length < mostDamage) this.#damage.push({ line, reason });
  }
}
