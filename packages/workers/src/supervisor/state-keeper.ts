import { join } from 'node:path';
import { readBootId, readProcess } from '../process/proc.ts';
import { readState, type SupervisorState, type WorkerRecord, writeState } from './state-file.ts';

/** Keeps the state file as things are. */
export class StateKeeper {
  readonly #path: string;
  readonly #bootId = readBootId();
  readonly #supervisor = { pid: process.pid, startTicks: readProcess(process.pid)?.startTicks ?? 0 };
  readonly #workers: () => readonly WorkerRecord[];
  #saving: NodeJS.Immediate | undefined;

  /** @param workers those that run, and those that are being ended */
  constructor(folder: string, workers: () => readonly WorkerRecord[]) {
    this.#path = join(folder, 'state.json');
    this.#workers = workers;
  }

  /** What an earlier supervisor left. */
  read(): SupervisorState | undefined {
    return readState(this.#path, this.#bootId);
  }

  save(): void {
    clearImmediate(this.#saving);
    this.#saving = undefined;
    try {
      writeState(this.#path, {
        version: 1,
        bootId: this.#bootId,
        supervisor: this.#supervisor,
        workers: this.#workers(),
      });
    } catch {
      // A full disk must not end the workers; the cells are still found while this supervisor lives.
    }
  }

  /** Once for all that happens now, such as the end of many workers. */
  saveSoon(): void {
    this.#saving ??= setImmediate(() => this.save());
  }
}
