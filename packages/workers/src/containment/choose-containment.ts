import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ticksNow } from '../process/proc.ts';
import { CgroupCell, removeGroups } from './cgroup-cell.ts';
import { cgroupMountOf, ownCgroupOf } from './cgroup-mount.ts';
import type { CellRecord, Containment } from './containment.ts';
import { CookieCell } from './cookie-cell.ts';

export interface ContainmentChoice {
  /** `auto` takes a cgroup where one can be had. */
  readonly want: 'auto' | 'cgroup' | 'cookie';
  /** The group below which cells are made; without it, the one that this process is in. */
  readonly parentGroup?: string;
  /** Names the supervisor's own group. */
  readonly name: string;
}

/**
 * Finds out by trying what this machine allows: a group is made, a process enters it and is killed by it.
 *
 * @throws Error when a cgroup was asked for and none can be had; the message says why
 */
export function chooseContainment({ want, parentGroup, name }: ContainmentChoice): Containment {
  if (want === 'cookie') return cookieContainment('asked for');
  try {
    return cgroupContainment(join(parentGroup ?? ownGroup(), `fivewhys-${name}`));
  } catch (error) {
    const because = (error as Error).message;
    if (want === 'cgroup') throw new Error(`no cgroup can be had: ${because}`, { cause: error });
    return cookieContainment(because);
  }
}

function ownGroup(): string {
  const mount = cgroupMountOf(readFileSync('/proc/self/mountinfo', 'utf8'));
  if (mount === undefined) throw new Error('cgroup version 2 is not mounted');
  const own = ownCgroupOf(mount, readFileSync('/proc/self/cgroup', 'utf8'));
  if (own === undefined) throw new Error('the cgroup of this process is not in the mounted part of the tree');
  return own;
}

function cgroupContainment(folder: string): Containment {
  makeGroup(folder);
  try {
    tryOut(folder);
  } catch (error) {
    removeGroups(folder);
    throw error;
  }
  // Of supervisors that were killed while they tried.
  for (const entry of readdirSync(folder)) if (entry.startsWith('try-')) removeGroups(join(folder, entry));
  const countsMemory = enableMemory(folder);
  return {
    kind: 'cgroup',
    folder,
    countsMemory,
    promise: `each worker is in a cgroup of its own below ${folder}: whatever it starts is found and ended, setsid and double fork included; ${memoryText(countsMemory)}`,
    create: (cell, cookie) => {
      const path = join(folder, cell);
      makeGroup(path);
      return new CgroupCell(path, cookie);
    },
    reopen,
    // With empty groups that a killed supervisor left in it; those of workers that live on stay, and so does the folder then.
    close: () => removeGroups(folder),
  };
}

/** Only the group itself: the one that holds it must be there, or somebody mistyped its name. */
function makeGroup(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

function tryOut(folder: string): void {
  const path = join(folder, `try-${process.pid}`);
  makeGroup(path);
  const cell = new CgroupCell(path, '');
  try {
    const [file, ...args] = cell.entering(['/bin/sh', '-c', `grep -q '/try-${process.pid}$' /proc/self/cgroup`]);
    const { status, stderr } = spawnSync(file, args, { encoding: 'utf8', timeout: 5000 });
    if (status !== 0) throw new Error(`a process could not enter ${path}: ${stderr.trim() || `exit status ${status}`}`);
  } finally {
    cell.remove();
  }
}

/** Controllers are handed down from group to group; where one on the way doesn't, memory is counted by process instead. */
function enableMemory(folder: string): boolean {
  for (const group of [join(folder, '..'), folder]) {
    try {
      writeFileSync(join(group, 'cgroup.subtree_control'), '+memory', { flag: 'r+' });
    } catch {
      // Perhaps it is on already, or must not be changed here: what counts is whether it has come down to us.
    }
  }
  const enabled = readFileSync(join(folder, 'cgroup.subtree_control'), 'utf8');
  return enabled.trim().split(' ').includes('memory');
}

function memoryText(countsMemory: boolean): string {
  return countsMemory
    ? 'the kernel counts and limits its memory'
    : 'its memory is summed process by process, for the memory controller is not handed down to it';
}

function cookieContainment(because: string): Containment {
  return {
    kind: 'cookie',
    countsMemory: false,
    promise: `no cgroups (${because}): what a worker starts is found by a variable of its environment, its process group and its parents; what clears its environment, leaves the session and loses its parent is not`,
    create: (_, cookie) => new CookieCell(cookie, ticksNow()),
    reopen,
    close: () => {},
  };
}

function reopen(record: CellRecord): CgroupCell | CookieCell {
  if (record.kind === 'cgroup') return new CgroupCell(record.path, record.cookie);
  return new CookieCell(record.cookie, record.sinceTicks, record.groupId);
}
