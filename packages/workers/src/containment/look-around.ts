import { listProcesses, readEnvironment, ticksNow, ticksPerSecond } from '../process/proc.ts';
import type { ProcessInfo } from '../process/process-info.ts';
import { cookieName, type Look } from './containment.ts';

/** Many workers that end together are looked for together. */
const sharedForMs = 10;
/** An environment is changed by becoming another program, which is done soon after the fork or never. */
const settledTicks = ticksPerSecond;

interface Known {
  readonly startTicks: number;
  /** Undefined: it has none. */
  readonly cookie: string | undefined;
}

const prefix = `${cookieName}=`;
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
  for (const process of processes) {
    const entry = before.get(process.pid);
    if (entry?.startTicks === process.startTicks) known.set(process.pid, entry);
    else unread.set(process.pid, process);
  }
  const own = known;
  const cookieOf = (pid: number) => {
    const process = unread.get(pid);
    if (process === undefined) return own.get(pid)?.cookie;
    unread.delete(pid);
    const { startTicks } = process;
    const cookie = readEnvironment(pid)
      ?.find((variable) => variable.startsWith(prefix))
      ?.slice(prefix.length);
    const isSettled = cookie !== undefined || ticksNow() - startTicks > settledTicks;
    if (isSettled) own.set(pid, { startTicks, cookie });
    return cookie;
  };
  shared = { atMs, processes, cookieOf };
  return shared;
}
