import type { ProcessInfo } from '../process/process-info.ts';

/**
 * Who started whom, as the kernel told: it holds also where a process in between is gone, and its children were given to another. Pids are those of threads, too, so a child that any thread of a process started leads
 * to that process.
 */
export class Births {
  readonly #parents = new Map<number, number>();

  born(pid: number, childPid: number): void {
    this.#parents.set(childPid, pid);
  }

  /** What it started counts from now on as started by the one that started it. */
  ended(pid: number): void {
    const parent = this.#parents.get(pid);
    this.#parents.delete(pid);
    for (const [child, of] of this.#parents) {
      if (of !== pid) continue;
      if (parent === undefined) this.#parents.delete(child);
      else this.#parents.set(child, parent);
    }
  }

  /**
   * The processes with the parent that started them, or else the nearest one before it that is still there, or is watched.
   *
   * @param watched pids that are not gone over although they have ended
   */
  withStarters(processes: readonly ProcessInfo[], watched: ReadonlySet<number>): readonly ProcessInfo[] {
    const present = new Set(processes.map(({ pid }) => pid));
    return processes.map((process) => {
      let pid = this.#parents.get(process.pid);
      while (pid !== undefined && !present.has(pid) && !watched.has(pid)) pid = this.#parents.get(pid);
      return pid === undefined ? process : { ...process, parentPid: pid };
    });
  }
}
