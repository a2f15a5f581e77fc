import { readdirSync, rmdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CellKills } from '../death/kernel-kills.ts';
import { hasEnded, readKernelFile, readProcess, readPssBytes, readResidentBytes } from '../process/proc.ts';
import type { ProcessInfo } from '../process/process-info.ts';
import { signalProcess } from '../process/signal-process.ts';
import type { Cell, CellRecord } from './containment.ts';

/** Program code, libraries and buffers of a few processes. */
const leastRoomBytes = 64 * 1024 * 1024;

/**
 * A leaf of the cgroup version 2 tree (Documentation/admin-guide/cgroup-v2.rst). Children are born into their parent's group, and neither setsid nor a second fork leads out of it.
 */
export class CgroupCell implements Cell {
  readonly #path: string;
  readonly #cookie: string;
  #hasNoCurrent = false;

  constructor(path: string, cookie: string) {
    this.#path = path;
    this.#cookie = cookie;
  }

  record(): CellRecord {
    return { kind: 'cgroup', path: this.#path, cookie: this.#cookie };
  }

  /** A shell enters the group and then becomes the command: the pid stays the same, and nothing of the command runs outside. */
  entering(command: readonly string[]): readonly [string, ...string[]] {
    return ['/bin/sh', '-c', 'echo 0 > "$0/cgroup.procs" && exec "$@"', this.#path, ...command];
  }

  entered(): void {}

  notice(): void {}

  members(): readonly ProcessInfo[] {
    return this.#pids()
      .map(readProcess)
      .filter((info) => info !== undefined)
      .filter((info) => !hasEnded(info));
  }

  /** `cgroup.kill` (Linux 5.14) kills the whole subtree, and what forks meanwhile. */
  kill(): void {
    try {
      writeFileSync(join(this.#path, 'cgroup.kill'), '1', { flag: 'r+' });
    } catch {
      for (const member of this.members()) signalProcess(member, 'SIGKILL');
    }
  }

  isEmpty(): boolean {
    const events = this.#read('cgroup.events');
    return events === undefined || /^populated 0$/m.test(events);
  }

  /** Without what the kernel takes back as soon as somebody wants it: who reads large files would be over any limit by the page cache alone. */
  memoryBytes(): number | undefined {
    const current = this.#readCurrent();
    if (current !== undefined) return Number(current) - reclaimableBytes(this.#read('memory.stat') ?? '');
    let sum = 0;
    for (const pid of this.#pids()) sum += readPssBytes(pid) ?? 0;
    return sum;
  }

  memoryBoundBytes(): number | undefined {
    const current = this.#readCurrent();
    return current === undefined ? readResidentBytes(this.#pids()) : Number(current);
  }

  oomKills(): CellKills | undefined {
    const count = /^oom_kill (\d+)$/m.exec(this.#read('memory.events') ?? '')?.[1];
    if (count === undefined) return undefined;
    const limitBytes = Number(this.#read('memory.max')); // `max` where there is none
    return { count: Number(count), ...(Number.isNaN(limitBytes) ? {} : { limitBytes }) };
  }

  /**
   * The kernel's limit stands behind the supervisor's: page cache counts for it, and a tree whose program code has no room left beside its data does not end, it crawls. `memory.oom.group` has all members end
   * together: a parent without its children, or they without it, are of no use.
   */
  limitMemory(bytes: number): boolean {
    try {
      writeFileSync(join(this.#path, 'memory.max'), String(Math.round(bytes + Math.max(bytes / 4, leastRoomBytes))), {
        flag: 'r+',
      });
      writeFileSync(join(this.#path, 'memory.oom.group'), '1', { flag: 'r+' });
      return true;
    } catch {
      return false;
    }
  }

  remove(): void {
    removeGroups(this.#path);
  }

  #pids(): readonly number[] {
    return groupsUnder(this.#path).flatMap((group) =>
      (readKernelFile(`${group}/cgroup.procs`) ?? '')
        .split('\n')
        .map(Number)
        .filter((pid) => pid > 0),
    );
  }

  /** Where the memory controller is not handed down the file is not there, and won't be. */
  #readCurrent(): string | undefined {
    if (this.#hasNoCurrent) return undefined;
    const current = this.#read('memory.current');
    this.#hasNoCurrent = current === undefined;
    return current;
  }

  #read(name: string): string | undefined {
    return readKernelFile(`${this.#path}/${name}`);
  }
}

/** Page cache (`file` without `shmem`, which only swapping frees) and caches of the kernel (Documentation/admin-guide/cgroup-v2.rst, memory.stat). */
function reclaimableBytes(stat: string): number {
  const [file = 0, shmem = 0, slab = 0] = ['file', 'shmem', 'slab_reclaimable'].map((name) =>
    Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(stat)?.[1] ?? 0),
  );
  return file - shmem + slab;
}

/** Removes a group and the groups that its members made in it, as far as they are empty: the kernel refuses the others. */
export function removeGroups(path: string): void {
  for (const group of groupsUnder(path).toReversed()) {
    try {
      rmdirSync(group);
    } catch {
      // in use, or gone
    }
  }
}

/** The group and all below it, outer ones first. */
function groupsUnder(path: string): readonly string[] {
  const groups = [path];
  for (const group of groups) {
    try {
      // A group's links are itself, its name, and one for each group in it; to ask for them is much cheaper than to list its files.
      if (statSync(group).nlink <= 2) continue;
      for (const entry of readdirSync(group, { withFileTypes: true })) {
        if (entry.isDirectory()) groups.push(join(group, entry.name));
      }
    } catch {
      // gone meanwhile
    }
  }
  return groups;
}
