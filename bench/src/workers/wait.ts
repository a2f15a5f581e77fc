import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until something holds. @returns how long it took; undefined when it did not in time */
export async function waitFor(holds: () => boolean, boundMs: number, everyMs = 20): Promise<number | undefined> {
  const beganMs = performance.now();
  while (!holds()) {
    if (performance.now() - beganMs > boundMs) return undefined;
    await sleep(everyMs);
  }
  return performance.now() - beganMs;
}
