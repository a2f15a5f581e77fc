import { closeSync, openSync } from 'node:fs';
import { setImmediate as breathe } from 'node:timers/promises';
import { type ByteSource, DescriptorSource } from '@fivewhys/capture';

/** Files are read at once, so whoever presses Ctrl-C is heard only in between. */
const bytesBetweenBreaths = 4 * 1024 * 1024;

/** A capture in a file that is read more than once, and lets signals through while it is. */
export class CapturePieces {
  readonly #path: string;
  readonly #onRead: (bytesRead: number, totalBytes: number | undefined) => void;
  #descriptor: number | undefined;

  /** @param onRead told now and then how far it is read, each time from the beginning */
  constructor(path: string, onRead: (bytesRead: number, totalBytes: number | undefined) => void) {
    this.#path = path;
    this.#onRead = onRead;
  }

  /** @throws the system's error when the file can't be opened */
  fromStart(): ByteSource {
    this.#descriptor ??= openSync(this.#path, 'r');
    const source = new DescriptorSource(this.#descriptor).rewound();
    const onRead = this.#onRead;
    let bytesRead = 0;
    let nextBreath = bytesBetweenBreaths;
    return {
      async read(target, offset, length) {
        const count = await source.read(target, offset, length);
        bytesRead += count;
        if (bytesRead >= nextBreath) {
          nextBreath += bytesBetweenBreaths;
          onRead(bytesRead, source.sizeBytes);
          await breathe();
        }
        return count;
      },
    };
  }

  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }
}
