import { readdirSync, readFileSync } from 'node:fs';
import { type IoCounts, noIo, parseIo } from './io-counts.ts';

/**
 * What the children of this process that have ended and were waited for had read and written: `/proc/self/io` counts them in, with this process's own threads; what the threads
 * say each for itself is taken off. A thread that has ended (a worker) stays in the difference; it shows in the figures of the child that ends next.
 * @returns undefined where there is no `/proc`
 */
export function readChildIo(): IoCounts | undefined {
  try {
    const counts = parseIo(readFileSync('/proc/self/io'), noIo());
    const thread = noIo();
    for (const name of readdirSync('/proc/self/task')) {
      parseIo(readFileSync(`/proc/self/task/${name}/io`), thread);
      counts.readCalls -= thread.readCalls;
      counts.writeCalls -= thread.writeCalls;
      counts.readBytes -= thread.readBytes;
      counts.writeBytes -= thread.writeBytes;
    }
    return counts;
  } catch {
    return undefined;
  }
}
