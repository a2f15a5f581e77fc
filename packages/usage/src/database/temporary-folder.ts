import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A folder that is gone when it is no longer needed, also when the process ends early or is ended by a signal. Only SIGKILL leaves it behind. */
export class TemporaryFolder {
  readonly path: string;
  readonly #onExit: () => void;
  readonly #onSignal: (signal: NodeJS.Signals) => void;

  constructor() {
    this.path = mkdtempSync(join(tmpdir(), `fivewhys-usage-${process.pid}-`));
    this.#onExit = () => rmSync(this.path, { recursive: true, force: true });
    this.#onSignal = (signal) => {
      // Somebody else knows what to do with it, and may well go on.
      if (process.listenerCount(signal) > 1) return;
      this.remove();
      process.kill(process.pid, signal);
    };
    process.once('exit', this.#onExit);
    for (const signal of signals) process.on(signal, this.#onSignal);
  }

  remove(): void {
    for (const signal of signals) process.off(signal, this.#onSignal);
    process.off('exit', this.#onExit);
    this.#onExit();
  }
}
