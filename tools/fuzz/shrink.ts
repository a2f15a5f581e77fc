import type { FuzzTarget } from './target.ts';
import { tryInput } from './worker.ts';

const mostMs = 3000;

/** Leaves out what is not needed for the same failure, as far as that goes in a short time. */
export async function shrink(target: FuzzTarget, input: Uint8Array, message: string): Promise<Uint8Array> {
  const endMs = performance.now() + mostMs;
  const wanted = kindOf(message);
  let smallest = input;
  for (let size = Math.ceil(input.length / 2); size >= 1 && performance.now() < endMs; size = Math.floor(size / 2)) {
    for (let start = 0; start < smallest.length && performance.now() < endMs; ) {
      const shorter = new Uint8Array([...smallest.subarray(0, start), ...smallest.subarray(start + size)]);
      if ((await failureOf(target, shorter)) === wanted) smallest = shorter;
      else start += size;
    }
  }
  return smallest;
}

async function failureOf(target: FuzzTarget, input: Uint8Array): Promise<string | undefined> {
  try {
    await tryInput(target, input);
    return undefined;
  } catch (error) {
    return kindOf((error as Error).stack ?? String(error));
  }
}

/** The message without its numbers: they change with the input. */
function kindOf(message: string): string {
  return (message.split('\n', 1)[0] ?? '').replace(/\d+/g, '#');
}
