import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';

/** Reading and decoding in a thread of their own is worth the time that its start takes: about what it takes to read this much. */
const leastBytes = 64 * 1024 * 1024;

let prepared: Worker | undefined;

/** @param sizeBytes of a file; undefined of what has no size, such as a pipe, which mostly gives its bytes slower than one core takes them */
export function isWorthAThread(sizeBytes: number | undefined): boolean {
  return sizeBytes !== undefined && sizeBytes >= leastBytes && availableParallelism() > 1;
}

/**
 * Starts a reading thread that waits for its task, if one of these files will be read by one: it takes as long to start as the rest of a program. It does not keep the process
 * alive.
 *
 * @param paths what is no file that can be read does no harm
 * @returns whether one was started
 */
export function prepareReaderThread(paths: readonly string[]): boolean {
  if (!paths.some((path) => isWorthAThread(fileSize(path)))) return false;
  prepared ??= startThread();
  prepared.unref();
  return true;
}

function fileSize(path: string): number | undefined {
  try {
    const status = statSync(path);
    return status.isFile() ? status.size : undefined;
  } catch {
    return undefined; // whoever opens it says what is wrong
  }
}

/** The prepared thread, or a new one. */
export function takeReaderThread(): Worker {
  const thread = prepared ?? startThread();
  prepared = undefined;
  thread.ref();
  return thread;
}

function startThread(): Worker {
  // The sources are TypeScript, what is published is not.
  return new Worker(new URL(`./reader-thread${extname(import.meta.url)}`, import.meta.url));
}
