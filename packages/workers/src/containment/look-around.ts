import { hasEnded, listProcesses, ticksNow } from '../process/proc.ts';
import type { ProcessInfo } from '../process/process-info.ts';
import type { Look } from './containment.ts';
import { cookieOfProcess, isSettled } from './process-cookie.ts';

/** Many workers that end together are looked for together. */
const sharedForMs = 10;

interface Known {
  readonly startTicks: number;
  /** Undefined: it has none. */
  readonly cookie: string | undefined;
}

let shared: Look | undefined;
/** What is known of the processes of the last look, by pid. */
let known = new Map<number, Known>();

/**
 * Looks at all processes, or returns the last look if it was just now.
 *
 * @param notBeforeMs a look that was begun before this moment (`performance.now()`) won't do
 * @param other nor will this one
 */
export function lookAround(notBeforeMs = 0, other?: Look): Look {
  const atMs = performance.now();
  if (shared !== undefined && shared !== other && shared.atMs >= notBeforeMs && atMs - shared.atMs < sharedForMs) {
    return shared;
  }
  const processes = listProcesses();
  const before = known;
  known = new Map();
  const unread = new Map<number, ProcessInfo>();
  for (const info of processes) {
    const entry = before.get(info.pid);
    if (entry?.startTicks === info.startTicks) known.set(info.pid, entry);
    else unread.set(info.pid, info);
  }
  const own = known;
  const cookieOf = (pid: number) => {
    const info = unread.get(pid);
    if (info === undefined) return own.get(pid)?.cookie;
    unread.delete(pid);
    const cookie = cookieOfProcess(pid);
    if (cookie !== undefined || isSettled(info, ticksNow())) own.set(pid, { startTicks: info.startTicks, cookie });
    return cookie;
  };
  const alive = processes.filter((info) => !hasEnded(info) && info.pid !== process.pid);
  let byPid: Map<number, ProcessInfo> | undefined;
  const find = (pid: number) => {
    byPid ??= new Map(processes.map((info) => [info.pid, info]));
    return byPid.get(pid);
  };
  shared = { atMs, processes, alive, find, cookieOf };
  return shared;
}
