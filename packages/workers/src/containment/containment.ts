import type { CellKills } from '../death/kernel-kills.ts';
import type { ProcessInfo } from '../process/process-info.ts';

/** How the processes of one worker are told from all others; kept in the state file, so that the next supervisor finds them. */
export type CellRecord =
  | { readonly kind: 'cgroup'; readonly path: string; readonly cookie: string }
  | { readonly kind: 'cookie'; readonly cookie: string; readonly sinceTicks: number; readonly groupId?: number };

/** One look at all processes. */
export interface Look {
  /** When it was begun (`performance.now()`). */
  readonly atMs: number;
  readonly processes: readonly ProcessInfo[];
  /** Those that have not ended, without this one. */
  readonly alive: readonly ProcessInfo[];
  /** The one that had this pid. */
  find(pid: number): ProcessInfo | undefined;
  /** The value of FIVEWHYS_WORKER in the environment of a process, read when it is first asked for. */
  cookieOf(pid: number): string | undefined;
}

/** What came and went since the look before. */
export interface Newcomers {
  /** Processes that the look before did not show, or that may still become another program. */
  readonly processes: readonly ProcessInfo[];
  /** The value of FIVEWHYS_WORKER in the environment of one of them. */
  cookieOf(pid: number): string | undefined;
  /** Whether there is a process, or a zombie, of this pid. */
  isThere(pid: number): boolean;
}

/** The containment of one worker: what it starts is in it, and nothing else. */
export interface Cell {
  record(): CellRecord;
  /** The file and arguments to spawn so that the command runs in here from its first instruction on. */
  entering(command: readonly string[]): readonly [file: string, ...args: string[]];
  /** To be called with the pid of what was spawned. */
  entered(pid: number): void;
  /**
   * Processes in here that have not ended.
   *
   * @param look what was just seen of all processes, for who asks many cells at once
   */
  members(look?: Look): readonly ProcessInfo[];
  /** Remembers who of them is a member, where that can only be told while its parent lives. */
  notice(newcomers: Newcomers): void;
  /** Kills all members with SIGKILL. A member that forks meanwhile may need a second call; `isEmpty` tells. */
  kill(): void;
  isEmpty(): boolean;
  /** Memory that all members together hold, without what the kernel may take back at any time; undefined when it can't be told. */
  memoryBytes(): number | undefined;
  /** What that is at most, without the kernel's having to walk the memory of each member: what members share counts for each of them. */
  memoryBoundBytes(): number | undefined;
  /** How often the kernel killed in here for want of memory; undefined where it doesn't say. */
  oomKills(): CellKills | undefined;
  /** Has the kernel end the members when they are well beyond so many bytes. @returns whether it will */
  limitMemory(bytes: number): boolean;
  /** Lets go of it. Nothing happens unless it is empty. */
  remove(): void;
}

/** Makes cells, all of one kind. */
export interface Containment {
  readonly kind: CellRecord['kind'];
  /** Whether the kernel counts and limits the memory of a cell. */
  readonly countsMemory: boolean;
  /** What it promises, and what not, for people. */
  readonly promise: string;
  /** The group that holds all cells, where there is one. */
  readonly folder?: string;
  create(name: string, cookie: string): Cell;
  /** Finds a cell of an earlier supervisor again. */
  reopen(record: CellRecord): Cell;
  /** Ends with the supervisor: cells that are in use stay. */
  close(): void;
}

/** The variable of the environment by which members are known that no cgroup holds. */
export const cookieName = 'FIVEWHYS_WORKER';
