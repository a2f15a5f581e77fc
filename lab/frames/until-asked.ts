import { setTimeout as sleep } from 'node:timers/promises';
import type { Stage } from '../story.ts';

const longestMs = 10_000;

/** Waits until so many segments with payload have gone to a port, as it looks at the story's vantage. @throws Error if they don't come */
export async function untilAsked({ soFar }: Pick<Stage, 'soFar'>, port: number, count: number): Promise<void> {
  const isAsked = ({ to, length }: { to: string; length: number }) => to.endsWith(`.${port}`) && length > 0;
  for (let waitedMs = 0; waitedMs < longestMs; waitedMs += 50) {
    if (soFar().filter(isAsked).length >= count) return;
    await sleep(50);
  }
  throw new Error(`fewer than ${count} requests to port ${port} in ${longestMs / 1000} s`);
}
