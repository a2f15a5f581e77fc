import { readdirSync } from 'node:fs';
import { readProcess, ticksNow } from '../process/proc.ts';
import type { ProcessInfo } from '../process/process-info.ts';
import { cookieOfProcess, isSettled } from './process-cookie.ts';

/** What came and went since the look before. */
export interface Newcomers {
  /** Processes that the look before did not show, or that may still become another program. */
  readonly processes: readonly ProcessInfo[];
  /** The value of FIVEWHYS_WORKER in the environment of one of them. */
  cookieOf(pid: number): string | undefined;
  /** Whether there is a process, or a zombie, of this pid. */
  isThere(pid: number): boolean;
}

/**
 * Looks for new processes only: of the others, which are nearly all, it reads nothing but that their pids are still there. A pid that is given again between two looks is missed, so this is no
 * way to tell who is to be killed; it serves to remember members while their parents live.
 */
export class NewcomersWatch {
  #known: ReadonlySet<string> = new Set();

  look(): Newcomers {
    const pids = new Set(readdirSync('/proc').filter((name) => name >= '1' && name < ':'));
    const known = new Set<string>();
    const processes: ProcessInfo[] = [];
    const cookies = new Map<number, string | undefined>();
    const nowTicks = ticksNow();
    for (const pid of pids) {
      if (this.#known.has(pid)) {
        known.add(pid);
        continue;
      }
      const info = readProcess(Number(pid));
      if (info === undefined) continue;
      const cookie = cookieOfProcess(info.pid);
      cookies.set(info.pid, cookie);
      processes.push(info);
      if (cookie !== undefined || isSettled(info, nowTicks)) known.add(pid);
    }
    this.#known = known;
    return { processes, cookieOf: (pid) => cookies.get(pid), isThere: (pid) => pids.has(String(pid)) };
  }
}
