import type { Readable } from 'node:stream';
import type { Started } from './namespace.ts';

/** Waits until a process has written `words`; fails, with what it did write, if it ends before. */
export function untilSaid(child: Started, output: Readable, words: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    output.on('data', (chunk) => {
      said += chunk;
      if (said.includes(words)) resolve();
    });
    child.once('error', reject);
    child.once('close', (exitCode) =>
      reject(new Error(`${child.spawnargs.join(' ')} ended with ${exitCode}: ${said}`)),
    );
  });
}
