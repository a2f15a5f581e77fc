import { closeSync, openSync, readSync } from 'node:fs';
import { addIo, type IoCounts, noIo, parseIo } from './io-counts.ts';

/**
 * What this thread reads and writes, from `/proc/thread-self/io`. A reading takes some 3 µs and is itself one read call, which is left out. What the pool of libuv does
 * (the asynchronous functions of `node:fs`) is done by other threads and is not in it.
 */
export class ThreadIo {
  readonly #file: number;
  readonly #buffer = Buffer.alloc(512);
  #before = noIo();
  #now = noIo();
  #isOpen = true;

  private constructor(file: number) {
    this.#file = file;
    this.charge(undefined);
  }

  /** Undefined where there is no such file, or it may not be read. */
  static open(): ThreadIo | undefined {
    try {
      return new ThreadIo(openSync('/proc/thread-self/io', 'r'));
    } catch {
      return undefined;
    }
  }

  /** Adds what was read and written since the last time to somebody's figures, or to nobody's. */
  charge(to: IoCounts | undefined): void {
    if (!this.#isOpen) return;
    const now = this.#now;
    const bytes = readSync(this.#file, this.#buffer, 0, this.#buffer.length, 0);
    parseIo(this.#buffer, now);
    if (to !== undefined) addIo(to, this.#before, now);
    // This reading shows in the next one.
    now.readCalls += 1;
    now.readBytes += bytes;
    this.#now = this.#before;
    this.#before = now;
  }

  /** Requests that are still under way then are charged nothing more. */
  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    closeSync(this.#file);
  }
}
