import { statSync } from 'node:fs';
import { CodedError } from '@fivewhys/evidence';
import type { ExplainErrorCode } from './errors.ts';

/** The files of a call: one that is named twice, by whatever paths, would count each of its connections twice. */
export class SeenFiles {
  readonly #paths = new Map<string, string>();

  /** @throws CodedError `INPUT_TWICE` for a file that was added before; the system's error for one that can't be looked at */
  add(path: string): void {
    const status = statSync(path, { bigint: true });
    if (!status.isFile()) return; // what comes by a pipe comes once
    const { dev, ino } = status;
    const first = this.#paths.get(`${dev}:${ino}`);
    if (first !== undefined) {
      const name = first === path ? 'it was named before' : `it is the same file as ${first}`;
      throw new CodedError('INPUT_TWICE' satisfies ExplainErrorCode, `${name}, and is explained once`);
    }
    this.#paths.set(`${dev}:${ino}`, path);
  }
}
