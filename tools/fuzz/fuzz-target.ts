import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { makeInput } from './mutate.ts';
import { shrink } from './shrink.ts';
import type { FuzzTarget } from './target.ts';
import type { WorkerData, WorkerMessage } from './worker.ts';

export interface FuzzFind {
  readonly message: string;
  /** The input is kept there, relative to the root; `test/fuzz-finds.test.ts` tries it for ever. */
  readonly path: string;
  readonly iteration: number;
}

export interface FuzzReport {
  readonly target: string;
  readonly seed: number;
  readonly inputs: number;
  readonly peakMemoryBytes: number;
  readonly finds: readonly FuzzFind[];
}

const root = join(import.meta.dirname, '..', '..');
/** Finds are kept with the tests. */
export const findsFolder = join(root, 'test', 'fuzz-finds');
/** An input that takes longer hangs. */
const hangMs = 60_000;
const watchEveryMs = 250;

/** Tries inputs on a target for some time, in a thread of its own, which can be ended also when the target never returns. */
export async function fuzzTarget(target: FuzzTarget, seconds: number, seed: number): Promise<FuzzReport> {
  const progress = new Int32Array(new SharedArrayBuffer(4));
  const data: WorkerData = { target: target.name, seed, seconds, progress };
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: data });
  const found: { iteration: number; message: string }[] = [];
  let end: { inputs: number; peakMemoryBytes: number } | undefined;
  let failure: Error | undefined;
  worker.on('message', (message: WorkerMessage) => {
    if (message.kind === 'find') found.push(message);
    else end = message;
  });
  worker.on('error', (error) => {
    failure = error as Error;
  });
  let isOver = false;
  worker.on('exit', () => {
    isOver = true;
  });

  let last = -1;
  let quietMs = 0;
  while (!isOver) {
    await sleep(watchEveryMs);
    const iteration = Atomics.load(progress, 0);
    quietMs = iteration === last ? quietMs + watchEveryMs : 0;
    last = iteration;
    if (quietMs < hangMs) continue;
    await worker.terminate();
    found.push({ iteration, message: `hangs: no end after ${hangMs} ms` });
  }
  if (failure !== undefined) throw failure;
  const finds: FuzzFind[] = [];
  for (const { iteration, message } of found) {
    const input = makeInput(seed, iteration, target.seeds(), target.mutations);
    const kept = message.startsWith('hangs') ? input : await shrink(target, input, message);
    finds.push({ message, iteration, path: keep(target.name, kept) });
  }
  return { target: target.name, seed, inputs: end?.inputs ?? last, peakMemoryBytes: end?.peakMemoryBytes ?? 0, finds };
}

function keep(name: string, input: Uint8Array): string {
  const hash = createHash('sha256').update(input).digest('hex').slice(0, 12);
  const path = join(findsFolder, `${name}-${hash}.bin`);
  mkdirSync(findsFolder, { recursive: true });
  writeFileSync(path, input);
  return relative(root, path);
}
