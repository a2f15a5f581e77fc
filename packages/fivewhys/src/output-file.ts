import { closeSync, fchmodSync, openSync, realpathSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { annotateError, systemReason } from './errors.ts';

/**
 * Where an annotated capture goes. A file appears when it is whole: until then it is written beside its place, under a name of its own, so that what stood there can be its
 * input. What is no file (a pipe, a device) is written into as it is.
 *
 * All methods throw a CodedError `ANNOTATE_FAILED` when the system refuses.
 */
export class OutputFile {
  readonly #out: string;
  /** Where a link leads. */
  readonly #target: string;
  /** Undefined of what is written into directly. */
  #partial: string | undefined;
  #descriptor: number | undefined;

  constructor(out: string) {
    this.#out = out;
    const standing = this.#do(() => statSync(out, { throwIfNoEntry: false }));
    this.#target = standing === undefined ? out : realpathSync(out);
    const isReplaced = standing === undefined || standing.isFile();
    const path = isReplaced ? `${this.#target}.${process.pid}.partial` : out;
    this.#descriptor = this.#do(() => openSync(path, isReplaced ? 'wx' : 'w'));
    if (!isReplaced) return;
    this.#partial = path;
    // Who may read what is replaced may read what replaces it, and nobody else.
    if (standing !== undefined) fchmodSync(this.#descriptor, standing.mode & 0o777);
  }

  write(bytes: Uint8Array): void {
    const descriptor = this.#descriptor;
    if (descriptor === undefined) throw new TypeError('the file is closed');
    this.#do(() => {
      for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written);
    });
  }

  /** All is written. */
  keep(): void {
    this.#close();
    const partial = this.#partial;
    if (partial === undefined) return;
    this.#do(() => renameSync(partial, this.#target));
    this.#partial = undefined;
  }

  /** Leaves nothing behind of what was not kept. */
  discard(): void {
    this.#close();
    if (this.#partial !== undefined) rmSync(this.#partial, { force: true });
    this.#partial = undefined;
  }

  #close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  #do<Result>(action: () => Result): Result {
    try {
      return action();
    } catch (error) {
      throw annotateError('ANNOTATE_FAILED', `${this.#out} can't be written: ${systemReason(error)}`);
    }
  }
}
