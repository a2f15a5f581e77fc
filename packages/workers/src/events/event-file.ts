import { closeSync, fstatSync, fsync, fsyncSync, openSync, readSync, renameSync, writeSync } from 'node:fs';
import { formatInstant } from '@fivewhys/evidence';
import type { WorkerEvent, WorkerFact } from './worker-event.ts';

/** Facts that must survive a machine that goes down right after them. */
const lasting: ReadonlySet<WorkerFact['event']> = new Set([
  'worker-died',
  'orphans-ended',
  'crash-loop',
  'hard-memory-limit',
  'supervisor-died',
  'parent-died',
]);

/** What the file may grow to by default; with its predecessor it takes twice as much. */
export const defaultLongestBytes = 16 * 1024 * 1024;

/**
 * The evidence: JSON lines, only ever appended. Beyond its size it becomes `FILE.1`, in place of the one before, and a new one begins. A line that was cut off when the machine went
 * down is ended first, so that it spoils no other.
 *
 * What can't be written (a full disk) is counted and not thrown: the supervisor's work goes on.
 */
export class EventFile {
  readonly #path: string;
  readonly #longestBytes: number;
  readonly #supervisor: string;
  #file: number;
  #bytes: number;
  #flushing: 'no' | 'yes' | 'and once more' = 'no';
  lost = 0;

  constructor(path: string, supervisor: string, longestBytes = defaultLongestBytes) {
    this.#path = path;
    this.#supervisor = supervisor;
    this.#longestBytes = longestBytes;
    this.#file = openSync(path, 'a+', 0o640);
    if (endsWithinLine(this.#file)) writeSync(this.#file, '\n');
    this.#bytes = fstatSync(this.#file).size;
  }

  append(fact: WorkerFact, now = new Date()): WorkerEvent {
    const instant = formatInstant(BigInt(now.getTime()) * 1_000_000n);
    const event: WorkerEvent = { version: 1, instant, supervisor: this.#supervisor, ...fact };
    const line = Buffer.from(`${JSON.stringify(event)}\n`);
    try {
      if (this.#bytes > 0 && this.#bytes + line.length > this.#longestBytes) this.#begin();
      this.#bytes += writeSync(this.#file, line);
      if (lasting.has(fact.event)) this.#flush();
    } catch {
      this.lost += 1;
    }
    return event;
  }

  close(): void {
    if (this.#flushing !== 'no') flushNow(this.#file);
    closeSync(this.#file);
  }

  /** A busy disk takes seconds for it, and orphans can't wait for so long. */
  #flush(): void {
    if (this.#flushing !== 'no') {
      this.#flushing = 'and once more';
      return;
    }
    this.#flushing = 'yes';
    fsync(this.#file, () => {
      const again = this.#flushing === 'and once more';
      this.#flushing = 'no';
      if (again) this.#flush();
    });
  }

  #begin(): void {
    flushNow(this.#file);
    renameSync(this.#path, `${this.#path}.1`);
    closeSync(this.#file);
    this.#file = openSync(this.#path, 'a+', 0o640);
    this.#bytes = 0;
  }
}

/** What is no file on a disk can't be flushed, and needn't be. */
function flushNow(file: number): void {
  try {
    fsyncSync(file);
  } catch {
    // nor can it be mended here
  }
}

function endsWithinLine(file: number): boolean {
  const { size } = fstatSync(file);
  const last = Buffer.alloc(1);
  return size > 0 && readSync(file, last, 0, 1, size - 1) === 1 && last[0] !== 0x0a;
}
