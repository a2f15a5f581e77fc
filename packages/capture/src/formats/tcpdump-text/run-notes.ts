import type { ReaderContext } from '../../reader-context.ts';

const dropped = /(\d{1,15}) packets? dropped by (?:kernel|interface)/g;

/** Reads what tcpdump says of its own run, between or after the packets. */
export class RunNotes {
  readonly #context: ReaderContext;
  #earlierRuns = 0;
  #thisRun = 0;

  constructor(context: ReaderContext) {
    this.#context = context;
  }

  /** Whether the line says that tcpdump starts to capture or to read. */
  static isStart(line: string): boolean {
    return line.includes(', link-type ') && (line.includes('listening on ') || line.includes('reading from file '));
  }

  start(): void {
    this.#earlierRuns += this.#thisRun;
    this.#thisRun = 0;
  }

  /** `3 packets dropped by kernel`: printed at the end, and on SIGUSR1 each time with the count since the start. */
  note(line: string): void {
    if (!line.includes(' dropped by ')) return;
    let count = 0;
    for (const match of line.matchAll(dropped)) count += Number(match[1]);
    if (line.includes('by interface') && !line.includes('by kernel')) this.#earlierRuns += count;
    else this.#thisRun = Math.max(this.#thisRun, count);
    this.#context.droppedPackets = this.#earlierRuns + this.#thisRun;
  }
}
