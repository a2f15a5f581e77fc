import { fstatSync, read, readSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ByteSource } from './byte-source.ts';

/** How long to wait for a pipe that was opened non-blocking and has nothing yet. */
const retryMs = 5;

/**
 * Reads a file descriptor in order: a file, a pipe, a FIFO, a socket.
 *
 * Regular files are read at once, on the same core that decodes them: from the page cache that takes a quarter of a second for 1.7 GB, and the bytes are
 * then in that core's cache. Read by another thread than decodes they had to cross from core to core, which took longer than was gained by reading ahead.
 */
export class DescriptorSource implements ByteSource {
  readonly descriptor: number;
  /** Of a file; undefined of what has no size, such as a pipe. */
  readonly sizeBytes: number | undefined;
  readonly readNow: ByteSource['readNow'];

  /** Where to read next; null where the descriptor stands. */
  #position: number | null = null;

  /** @throws a system error (`EBADF`) for a descriptor that is not open */
  constructor(descriptor: number) {
    const status = fstatSync(descriptor);
    this.descriptor = descriptor;
    this.sizeBytes = status.isFile() ? status.size : undefined;
    if (status.isFile()) this.readNow = (target, offset, length) => this.#readFile(target, offset, length);
  }

  /** The same file once more, from its beginning. */
  rewound(): DescriptorSource {
    const again = new DescriptorSource(this.descriptor);
    again.#position = 0;
    return again;
  }

  /** The first bytes of a file, however far it was read. */
  peek(length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    return bytes.subarray(0, readSync(this.descriptor, bytes, 0, length, 0));
  }

  async read(target: Uint8Array, offset: number, length: number): Promise<number> {
    if (this.sizeBytes !== undefined) return this.#readFile(target, offset, length);
    for (;;) {
      try {
        return await this.#readOnce(target, offset, length);
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === 'EOF') return 0; // a closed Windows pipe
        if (code !== 'EAGAIN') throw error;
        await sleep(retryMs);
      }
    }
  }

  #readFile(target: Uint8Array, offset: number, length: number): number {
    const count = readSync(this.descriptor, target, offset, length, this.#position);
    if (this.#position !== null) this.#position += count;
    return count;
  }

  #readOnce(target: Uint8Array, offset: number, length: number): Promise<number> {
    return new Promise((resolve, reject) => {
      read(this.descriptor, target, offset, length, null, (error, bytesRead) => {
        if (error === null) resolve(bytesRead);
        else reject(error);
      });
    });
  }
}
