import { readdirSync } from 'node:fs';
import { readProcess, ticksNow } from '../process/proc.ts';
import type { ProcessInfo } from '../process/process-info.ts';
import type { Newcomers } from './containment.ts';
import { cookieOfProcess, isSettled } from './process-cookie.ts';

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
