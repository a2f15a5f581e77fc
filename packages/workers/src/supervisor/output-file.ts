import { closeSync, fstatSync, ftruncateSync, openSync, readSync, rmSync } from 'node:fs';

/** What a worker wrote stays readable up to this size; then the file begins anew. */
const longestBytes = 1024 * 1024;
/** How much of the end is looked at when it died. */
const tailBytes = 64 * 1024;
/** An abort prints a stack of its own behind that of what went wrong, so both have to fit. */
const mostLines = 100;

/**
 * Where a worker writes its standard error: a file, not a pipe. A pipe breaks when the supervisor is killed, and the worker's next line would kill it too.
 *
 * What is written goes on to the supervisor's own standard error; the file holds the end of it, for the moment in which the worker dies.
 */
export class OutputFile {
  /** To be handed to the worker: writes go to the end, wherever that is by then. */
  readonly descriptor: number;
  readonly #path: string;
  readonly #forward: (chunk: Buffer) => void;
  #tail: Buffer = Buffer.alloc(0);
  #readBytes = 0;

  /** @param beginning `at its end`: the worker runs already, and what it wrote before is not forwarded again */
  constructor(path: string, forward: (chunk: Buffer) => void, beginning: 'anew' | 'at its end') {
    this.#path = path;
    this.#forward = forward;
    this.descriptor = openSync(path, 'a+', 0o600);
    if (beginning === 'anew') ftruncateSync(this.descriptor, 0);
    this.#readBytes = fstatSync(this.descriptor).size;
    const length = Math.min(this.#readBytes, tailBytes);
    this.#tail = this.#read(this.#readBytes - length, length);
  }

  /** Forwards what is new. Between the last look at a long file and its truncation a line can be lost. @returns whether there was something */
  pump(): boolean {
    const { size } = fstatSync(this.descriptor);
    if (size < this.#readBytes) this.#readBytes = 0;
    const isNew = this.#readBytes < size;
    while (this.#readBytes < size) {
      const chunk = this.#read(this.#readBytes, Math.min(size - this.#readBytes, tailBytes));
      if (chunk.length === 0) return isNew;
      this.#readBytes += chunk.length;
      this.#tail = Buffer.concat([this.#tail, chunk]).subarray(-tailBytes);
      this.#forward(chunk);
    }
    if (this.#readBytes < longestBytes) return isNew;
    ftruncateSync(this.descriptor, 0);
    this.#readBytes = 0;
    return isNew;
  }

  /** The last lines, oldest first. */
  lastLines(): readonly string[] {
    this.pump();
    return this.#tail
      .toString('utf8')
      .split(/\r?\n/)
      .map((line) => line.slice(0, 400))
      .filter((line) => line.trim() !== '')
      .slice(-mostLines);
  }

  close(): void {
    this.pump();
    closeSync(this.descriptor);
    rmSync(this.#path, { force: true });
  }

  #read(position: number, length: number): Buffer {
    const buffer = Buffer.alloc(length);
    return buffer.subarray(0, readSync(this.descriptor, buffer, 0, length, position));
  }
}
