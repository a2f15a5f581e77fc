import { appendFile, mkdir, open, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { throttleError } from '../errors.ts';
import type { RecordSink } from './record-sink.ts';
import type { UsageRecord } from './usage-record.ts';

export interface JsonLinesFileOptions {
  readonly path: string;
  /** Seconds per record of an account; without it, each request has a record. */
  readonly windowS?: number;
  /** From this size on a new file is begun; 100 MB by default. */
  readonly rotateBytes?: number;
  /** Older files that are kept, `PATH.1` the newest; 9 by default. */
  readonly keep?: number;
}

const flushMs = 200;
/** Characters that wait for a slow disk; beyond, records are dropped and counted. */
const mostWaiting = 16 * 2 ** 20;

/**
 * Usage records as JSON lines in a file with rotation. The file is opened anew for each write, so a file that somebody else moved away is replaced. What can't be written
 * is dropped and counted: no request waits for a disk, and no disk takes the service down.
 */
export class JsonLinesFile implements RecordSink {
  readonly windowS?: number;
  readonly #path: string;
  readonly #rotateBytes: number;
  readonly #keep: number;
  readonly #timer: NodeJS.Timeout;
  #waiting: string[] = [];
  #waitingLength = 0;
  #isFirst = true;
  #writing: Promise<void> = Promise.resolve();
  /** Records that were not written. */
  dropped = 0;
  lastError: string | undefined;

  /** @throws CodedError `THROTTLE_OPTION_INVALID` */
  constructor({ path, windowS, rotateBytes = 100e6, keep = 9 }: JsonLinesFileOptions) {
    if (windowS !== undefined && !(windowS > 0))
      throw throttleError('THROTTLE_OPTION_INVALID', 'windowS', windowS, 'above 0');
    if (!(rotateBytes > 0)) throw throttleError('THROTTLE_OPTION_INVALID', 'rotateBytes', rotateBytes, 'above 0');
    if (!(Number.isInteger(keep) && keep >= 1))
      throw throttleError('THROTTLE_OPTION_INVALID', 'keep', keep, '1 or more');
    this.#path = path;
    if (windowS !== undefined) this.windowS = windowS;
    this.#rotateBytes = rotateBytes;
    this.#keep = keep;
    this.#timer = setInterval(() => this.#flush(), flushMs);
    this.#timer.unref();
  }

  write(record: UsageRecord): void {
    const line = `${JSON.stringify(this.lineOf(record))}\n`;
    if (this.#waitingLength + line.length > mostWaiting) {
      this.dropped += 1;
      return;
    }
    this.#waiting.push(line);
    this.#waitingLength += line.length;
  }

  /** What is written of a record. */
  protected lineOf(record: UsageRecord): unknown {
    return record;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#flush();
    await this.#writing;
  }

  #flush(): void {
    if (this.#waiting.length === 0) return;
    const lines = this.#waiting;
    this.#waiting = [];
    this.#writing = this.#writing.then(() => this.#append(lines));
  }

  async #append(lines: readonly string[]): Promise<void> {
    const text = lines.join('');
    try {
      await this.#rotateIfFull();
      // A line that was cut off when the process or the machine went down is ended, so that it spoils no other.
      const start = this.#isFirst && (await endsWithinLine(this.#path)) ? '\n' : '';
      await appendFile(this.#path, start + text);
      this.#isFirst = false;
    } catch (error) {
      this.dropped += lines.length;
      this.lastError = (error as Error).message;
    } finally {
      this.#waitingLength -= text.length;
    }
  }

  async #rotateIfFull(): Promise<void> {
    await mkdir(dirname(this.#path), { recursive: true });
    const { size } = await stat(this.#path).catch(ignoreMissing);
    if (size < this.#rotateBytes) return;
    for (let number = this.#keep - 1; number >= 1; number--) {
      await rename(`${this.#path}.${number}`, `${this.#path}.${number + 1}`).catch(ignoreMissing);
    }
    await rename(this.#path, `${this.#path}.1`);
  }
}

async function endsWithinLine(path: string): Promise<boolean> {
  const { size } = await stat(path).catch(ignoreMissing);
  if (size === 0) return false;
  await using file = await open(path, 'r');
  const { buffer } = await file.read({ buffer: Buffer.alloc(1), position: size - 1 });
  return buffer[0] !== 0x0a;
}

function ignoreMissing(error: NodeJS.ErrnoException): { readonly size: number } {
  if (error.code === 'ENOENT') return { size: 0 };
  throw error;
}
