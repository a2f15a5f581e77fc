import { createReadStream } from 'node:fs';

/** Reads the file once, so that no command pays for the disk. */
export async function warmPageCache(file: string): Promise<void> {
  for await (const _chunk of createReadStream(file, { highWaterMark: 8 * 1024 * 1024 })) {
    // Read, that was all.
  }
}
