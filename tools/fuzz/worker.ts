import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { makeInput } from './mutate.ts';
import type { FuzzTarget } from './target.ts';
import { findTarget } from './targets/index.ts';

export interface WorkerData {
  readonly target: string;
  readonly seed: number;
  readonly seconds: number;
  /** The number of the input that is being tried, for who watches from outside whether it ever ends. */
  readonly progress: Int32Array<SharedArrayBuffer>;
}

/** What a worker says at its end, or when it has found something. */
export type WorkerMessage =
  | { readonly kind: 'find'; readonly iteration: number; readonly message: string }
  | { readonly kind: 'end'; readonly inputs: number; readonly peakMemoryBytes: number };

/** What one input may take. Far more than any takes on a busy machine, far less than what grows with the square of a length. */
const mostMsPerInput = 2000;
const mostMsPerMegabyte = 4000;
const mostMemoryBytes = 2 * 1024 ** 3;
/** One find is mostly found again and again. */
const mostFinds = 5;

/** Runs a target on one input, and throws when that takes too long: twice, so that a busy machine is not to blame. */
export async function tryInput(
  target: FuzzTarget,
  input: Uint8Array,
  mostMs = mostMsPerInput + (input.length / 1e6) * mostMsPerMegabyte,
): Promise<void> {
  if ((await timeOf(target, input)) < mostMs) return;
  if ((await timeOf(target, input)) < mostMs) return;
  throw new Error(`takes too long: an input of ${input.length} bytes took twice more than ${Math.round(mostMs)} ms`);
}

async function timeOf(target: FuzzTarget, input: Uint8Array): Promise<number> {
  const start = process.cpuUsage();
  await target.run(input);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

async function work({ target: name, seed, seconds, progress }: WorkerData): Promise<void> {
  const target = findTarget(name);
  const seeds = target.seeds();
  const endMs = performance.now() + seconds * 1000;
  let finds = 0;
  let peakMemoryBytes = 0;
  let iteration = 0;
  for (const seedInput of seeds) await tryInput(target, seedInput); // a seed must be right as it is
  for (; performance.now() < endMs && finds < mostFinds; iteration += 1) {
    Atomics.store(progress, 0, iteration);
    try {
      await tryInput(target, makeInput(seed, iteration, seeds, target.mutations));
      if (iteration % 256 !== 0) continue;
      peakMemoryBytes = Math.max(peakMemoryBytes, process.memoryUsage.rss());
      if (peakMemoryBytes > mostMemoryBytes) throw new Error(`fills the memory: ${peakMemoryBytes} bytes`);
    } catch (error) {
      finds += 1;
      say({ kind: 'find', iteration, message: (error as Error).stack ?? String(error) });
    }
  }
  say({ kind: 'end', inputs: iteration, peakMemoryBytes });
}

function say(message: WorkerMessage): void {
  parentPort?.postMessage(message);
}

if (!isMainThread) await work(workerData as WorkerData);
