import { closeSync, constants, openSync, readlinkSync, readSync } from 'node:fs';
import { readKernelFile } from '../process/proc.ts';

/** What the kernel itself tells of killing for want of memory; what is not there, it does not tell here. */
export interface KernelKills {
  /** In the worker's own cgroup, since that was made. */
  readonly inCell?: CellKills;
  /** On the whole machine, in the last seconds. */
  readonly onMachine?: { readonly count: number; readonly withinMs: number };
  /** The line of the kernel log that names the process; empty when the log can be read and names it not. */
  readonly logged?: string;
}

/** `oom_kill` in `memory.events` of a cgroup, and its `memory.max` where there is one (Documentation/admin-guide/cgroup-v2.rst). */
export interface CellKills {
  readonly count: number;
  readonly limitBytes?: number;
}

interface Sample {
  readonly atMs: number;
  readonly count: number | undefined;
}

/**
 * Counts how often the kernel killed for want of memory lately, whatever cgroup that was in: `oom_kill` of `/proc/vmstat` (Linux 4.13) counts under both versions of cgroups, in containers and out of memory limits of
 * either. That it has not moved excludes the kernel everywhere; that it has, does not say whom it hit: the kernel log does, where it is for us.
 */
export class KernelKillsWatch {
  #earlier: Sample = sample();
  #last: Sample = this.#earlier;

  /** To be called every few seconds. */
  look(): void {
    this.#earlier = this.#last;
    this.#last = sample();
  }

  /**
   * What is told of a process that has just ended. The last look may have come between its kill and its end, so the one before counts.
   *
   * @param pid undefined where it is not known: the log is not asked then
   */
  toldOf(pid: number | undefined, inCell: CellKills | undefined): KernelKills {
    const now = sample();
    const before = this.#earlier;
    const onMachine =
      now.count === undefined || before.count === undefined
        ? undefined
        : { count: now.count - before.count, withinMs: now.atMs - before.atMs };
    const logged = pid === undefined || onMachine?.count === 0 ? undefined : loggedKillOf(pid);
    return {
      ...(inCell === undefined ? {} : { inCell }),
      ...(onMachine === undefined ? {} : { onMachine }),
      ...(logged === undefined ? {} : { logged }),
    };
  }
}

function sample(): Sample {
  const count = /^oom_kill (\d+)$/m.exec(readKernelFile('/proc/vmstat') ?? '')?.[1];
  return { atMs: performance.now(), count: count === undefined ? undefined : Number(count) };
}

/** The pid namespace that the kernel makes first (PROC_PID_INIT_INO): the kernel log has its numbers. */
const firstPidNamespace = 'pid:[4026531836]';

/** @returns the last line of the kernel log by which the kernel killed this process; '' when there is none, undefined when the log is not for us or numbers processes otherwise */
function loggedKillOf(pid: number): string | undefined {
  let file: number | undefined;
  try {
    if (readlinkSync('/proc/self/ns/pid') !== firstPidNamespace) return undefined;
    file = openSync('/dev/kmsg', constants.O_RDONLY | constants.O_NONBLOCK);
    return lastRecordWith(file, `Killed process ${pid} (`);
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** Each read of `/dev/kmsg` gives one record, `priority,number,microseconds,flags;text` (Documentation/ABI/testing/dev-kmsg), of at most 8 KiB. */
const record = Buffer.alloc(8192);

function lastRecordWith(file: number, words: string): string {
  let found = '';
  for (;;) {
    try {
      const length = readSync(file, record, 0, record.length, null);
      if (length === 0) return found;
      const bytes = record.subarray(0, length);
      if (bytes.includes(words)) found = /;(.*)/.exec(bytes.toString('utf8'))?.[1] ?? found;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EAGAIN') return found;
      if (code !== 'EPIPE') throw error; // EPIPE: overwritten before it was read; the next one follows
    }
  }
}
