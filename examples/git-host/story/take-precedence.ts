import { writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';

/**
 * Gives a process that leads a session, and all that it will start, precedence over the other programs of this machine, where that is allowed (to root): so that clones take as long
 * as this host makes them take, whatever else runs. Linux shares the CPU among sessions first, where it is built with `CONFIG_SCHED_AUTOGROUP` (sched(7)), and
 * among the processes of a session by their nice values.
 */
export function takePrecedence(pid: number): void {
  const niceness = -15;
  for (const take of [
    () => setPriority(pid, niceness),
    () => writeFileSync(`/proc/${pid}/autogroup`, String(niceness)),
  ]) {
    try {
      take();
    } catch {
      // Then it goes without.
    }
  }
}
