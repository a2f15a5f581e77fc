import { execFile } from 'node:child_process';
import type { QueueProbe } from '../queue-probe.ts';
import type { QueueReading } from '../queue-reading.ts';

/** Any command that prints how far a queue lags behind: a number, and nothing else. */
export class CommandProbe implements QueueProbe {
  readonly #command: readonly [string, ...string[]];

  constructor(command: readonly [string, ...string[]]) {
    this.#command = command;
  }

  read(signal: AbortSignal): Promise<QueueReading> {
    const [file, ...args] = this.#command;
    return new Promise((resolve, reject) => {
      execFile(file, args, { signal, killSignal: 'SIGKILL' }, (error, output) => {
        if (error !== null) return void reject(new Error(`${file}: ${firstLine(error.message)}`, { cause: error }));
        const lag = numberOf(output);
        if (lag === undefined) reject(new Error(`${file} printed no number: ${firstLine(output).slice(0, 80)}`));
        else resolve({ lag });
      });
    });
  }

  close(): void {}
}

function numberOf(text: string): number | undefined {
  return /^\s*\d{1,15}(?:\.\d{1,9})?\s*$/.test(text) ? Number(text) : undefined;
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}
