import type { CellRecord } from '../containment/containment.ts';
import { isAlive } from '../process/proc.ts';
import type { ProcessIdentity } from '../process/process-info.ts';

/** Part of the time within which no orphan may be left. */
const everyMs = { cgroup: 20, cookie: 60 } as const;
/** A signal that is not sent is the cheapest question, and it does not tell a zombie, or another process of that number, from the one that is meant. That is asked once in so many looks. */
const closelyEvery = 4;

/**
 * Looks for the end of a process that is no child of this one, and so has nobody who tells.
 *
 * @returns stops it
 */
export function watchEnd(identity: ProcessIdentity, kind: CellRecord['kind'], onEnd: () => void): () => void {
  let looks = 0;
  const timer = setInterval(() => {
    looks += 1;
    if (isThere(identity.pid) && (looks % closelyEvery !== 0 || isAlive(identity))) return;
    clearInterval(timer);
    onEnd();
  }, everyMs[kind]);
  return () => clearInterval(timer);
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // it runs as another user
  }
}
