import { closeSync, openSync, readdirSync, readSync } from 'node:fs';
import { arch } from 'node:os';
import { parseStat } from './parse-stat.ts';
import type { ProcessIdentity, ProcessInfo } from './process-info.ts';

/** Clock ticks a second in `/proc/PID/stat`. The kernel shows user space 100 on every architecture that Node.js runs on (USER_HZ). */
export const ticksPerSecond = 100;

/** The process that has this pid now, a zombie too; undefined when there is none. */
export function readProcess(pid: number): ProcessInfo | undefined {
  const text = readProc(`${pid}/stat`);
  return text === undefined ? undefined : parseStat(text);
}

/** All processes that `/proc` shows. */
export function listProcesses(): readonly ProcessInfo[] {
  const found: ProcessInfo[] = [];
  for (const name of readdirSync('/proc')) {
    if (!/^[1-9]\d*$/.test(name)) continue;
    const info = readProcess(Number(name));
    if (info !== undefined) found.push(info);
  }
  return found;
}

/** A zombie has ended, although it still answers `kill(pid, 0)`; it waits for its parent to ask how. */
export function hasEnded({ state }: ProcessInfo): boolean {
  return state === 'Z' || state === 'X' || state === 'x';
}

/** Whether this very instance still runs. */
export function isAlive({ pid, startTicks }: ProcessIdentity): boolean {
  const info = readProcess(pid);
  return info !== undefined && info.startTicks === startTicks && !hasEnded(info);
}

/** The environment that a process was started with, as `NAME=value`; undefined when it can't be read. */
export function readEnvironment(pid: number): readonly string[] | undefined {
  return readProc(`${pid}/environ`)?.split('\0');
}

/** The command line for people: arguments joined by spaces, control characters replaced, and not endless. */
export function readCommandLine(pid: number, longest = 200): string {
  const text = (readProc(`${pid}/cmdline`) ?? '').replaceAll('\0', ' ').trim();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is replaced
  const shown = text.replaceAll(/[\u0000-\u001f\u007f]/g, '?');
  return shown.length > longest ? `${shown.slice(0, longest - 1)}…` : shown;
}

/** Proportional set size: what is shared is divided among those who share it, so that sums over processes are true. Undefined when it can't be read. */
export function readPssBytes(pid: number): number | undefined {
  const kilobytes = /^Pss: +(\d+) kB$/m.exec(readProc(`${pid}/smaps_rollup`) ?? '')?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
}

/** Pages are of 4 KiB on x86-64; elsewhere their size depends on the kernel, and Node.js does not tell it. */
const pageBytes = arch() === 'x64' ? 4096 : undefined;

/**
 * Resident memory of several processes: what they share is counted for each, so together they hold this at most. It is read from `statm`, which costs the kernel less than any other file that tells it.
 *
 * @returns undefined where the size of a page is not known
 */
export function readResidentBytes(pids: readonly number[]): number | undefined {
  if (pageBytes === undefined) return undefined;
  return pids.reduce((sum, pid) => sum + Number((readProc(`${pid}/statm`) ?? '').split(' ', 2)[1] ?? 0) * pageBytes, 0);
}

/** Another boot has other processes, whatever their pids and start times. */
export function readBootId(): string {
  return (readProc('sys/kernel/random/boot_id') ?? 'unknown').trim();
}

/**
 * The moment in the ticks that start times are given in, and never later. In some containers `/proc/uptime` counts from the container's start, and this process's own clock stands
 * still while the machine sleeps: the later of both is right.
 */
export function ticksNow(): number {
  const uptimeSeconds = Number((readProc('uptime') ?? '0').split(' ')[0]);
  const ownStartTicks = readProcess(process.pid)?.startTicks ?? 0;
  return Math.max(
    Math.floor(uptimeSeconds * ticksPerSecond),
    ownStartTicks + Math.floor(process.uptime() * ticksPerSecond),
  );
}

/** What is read most is a line of `stat`; larger files are read in several steps. */
const buffer = Buffer.alloc(4096);

/**
 * Reads a file of /proc. That it is gone, or not for us, is an ordinary answer there. `readFileSync` would ask for the size first, which is 0 in /proc, and read once more than is needed: a look at all processes took
 * twice as long.
 */
function readProc(path: string): string | undefined {
  return readKernelFile(`/proc/${path}`);
}

/** The same for a file of any file system of the kernel. */
export function readKernelFile(path: string): string | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const length = readSync(file, buffer, 0, buffer.length, null);
    const text = buffer.toString('latin1', 0, length);
    // A short answer is the whole of a file that is one line; of others the kernel may give less than there is.
    return length < buffer.length && text.endsWith('\n') && text.indexOf('\n') === length - 1
      ? text
      : text + rest(file);
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function rest(file: number): string {
  let text = '';
  for (;;) {
    const length = readSync(file, buffer, 0, buffer.length, null);
    if (length === 0) return text;
    text += buffer.toString('latin1', 0, length);
  }
}
