import { read } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ByteSource } from './byte-source.ts';

/** How long to wait for a pipe that was opened non-blocking and has nothing yet. */
const retryMs = 5;

/** Reads a file descriptor in order: a file, a pipe, a FIFO, a socket. Reading is done off the main thread, so it overlaps with decoding. */
export class DescriptorSource implements ByteSource {
  readonly #descriptor: number;

  constructor(descriptor: number) {
    this.#descriptor = descriptor;
  }

  async read(target: Uint8Array, offset: number, length: number): Promise<number> {
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

  #readOnce(target: Uint8Array, offset: number, length: number): Promise<number> {
    return new Promise((resolve, reject) => {
      read(this.#descriptor, target, offset, length, null, (error, bytesRead) => {
        if (error === null) resolve(bytesRead);
        else reject(error);
      });
    });
  }
}
