import type { ProcessIdentity, ProcessInfo } from '../process/process-info.ts';

/** What is known of a worker that no cgroup holds. */
export interface Marks {
  /** What members carry in their environment. */
  readonly cookie: string;
  /** Members started at or after this tick. */
  readonly sinceTicks: number;
  /** The process group and session that the worker was started in: the pid of its main process. */
  readonly groupId: number | undefined;
  /** When the main process ended. Its number may from then on be given to another process, and so to another group. */
  readonly groupUntilTicks: number | undefined;
  /** Members seen before. */
  readonly seen: readonly ProcessIdentity[];
}

/**
 * Finds the members of a worker among all processes: who carries the cookie, who is in the worker's process group or session, who was a member before, and the children of all these.
 *
 * A process that cleared its environment, left the session and lost its parent between two looks is not found; a cgroup would hold it.
 *
 * @param cookieOf the cookie of a process, asked only where nothing else tells
 */
export function membersByCookie(
  processes: readonly ProcessInfo[],
  marks: Marks,
  cookieOf: (pid: number) => string | undefined,
): readonly ProcessInfo[] {
  const young = processes.filter(({ startTicks }) => startTicks >= marks.sinceTicks);
  const seen = new Map(marks.seen.map(({ pid, startTicks }) => [pid, startTicks]));
  const marked = young.filter(
    (info) => seen.get(info.pid) === info.startTicks || isInGroup(info, marks) || cookieOf(info.pid) === marks.cookie,
  );
  return [...marked, ...childrenOf(marked, young)];
}

/** Finds who of some processes has joined those that were seen before: the same marks, and their children. */
export function newMembers(
  newcomers: readonly ProcessInfo[],
  marks: Marks,
  cookieOf: (pid: number) => string | undefined,
): readonly ProcessInfo[] {
  if (newcomers.length === 0) return [];
  const seen = new Set(marks.seen.map(({ pid }) => pid));
  const young = newcomers.filter(({ pid, startTicks }) => startTicks >= marks.sinceTicks && !seen.has(pid));
  const marked = young.filter((info) => isInGroup(info, marks) || cookieOf(info.pid) === marks.cookie);
  return [...marked, ...childrenOf([...marks.seen, ...marked], young)];
}

function isInGroup({ groupId, sessionId, startTicks }: ProcessInfo, marks: Marks): boolean {
  if (marks.groupId === undefined || startTicks > (marks.groupUntilTicks ?? Number.POSITIVE_INFINITY)) return false;
  return groupId === marks.groupId || sessionId === marks.groupId;
}

/** Whom of the processes some have started, at whatever remove. A child is started after its parent, so a member whose pid came to a younger process is not mistaken for a parent of older ones. */
function childrenOf(roots: readonly ProcessIdentity[], processes: readonly ProcessInfo[]): readonly ProcessInfo[] {
  if (roots.length === 0) return [];
  const members = new Map(roots.map(({ pid, startTicks }) => [pid, startTicks]));
  const children: ProcessInfo[] = [];
  for (let found = true; found; ) {
    found = false;
    for (const info of processes) {
      const parentTicks = members.get(info.parentPid);
      if (parentTicks === undefined || members.has(info.pid) || info.startTicks < parentTicks) continue;
      members.set(info.pid, info.startTicks);
      children.push(info);
      found = true;
    }
  }
  return children;
}
