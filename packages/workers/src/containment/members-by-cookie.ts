import type { ProcessIdentity, ProcessInfo } from '../process/process-info.ts';

/** What is known of a worker that no cgroup holds. */
export interface Marks {
  /** `NAME=value` in the environment of members. */
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
 * @param environmentOf the environment of a process, asked only where nothing else tells
 */
export function membersByCookie(
  processes: readonly ProcessInfo[],
  marks: Marks,
  environmentOf: (pid: number) => readonly string[] | undefined,
): readonly ProcessInfo[] {
  const young = processes.filter(({ startTicks }) => startTicks >= marks.sinceTicks);
  const seen = new Set(marks.seen.map(keyOf));
  const members = new Map<number, ProcessInfo>();
  for (const info of young) {
    if (seen.has(keyOf(info)) || isInGroup(info, marks) || environmentOf(info.pid)?.includes(marks.cookie)) {
      members.set(info.pid, info);
    }
  }
  addChildren(members, young);
  return [...members.values()];
}

function isInGroup({ groupId, sessionId, startTicks }: ProcessInfo, marks: Marks): boolean {
  if (marks.groupId === undefined || startTicks > (marks.groupUntilTicks ?? Number.POSITIVE_INFINITY)) return false;
  return groupId === marks.groupId || sessionId === marks.groupId;
}

/** A child is started after its parent, so a member whose pid came to a younger process is not mistaken for a parent of older ones. */
function addChildren(members: Map<number, ProcessInfo>, processes: readonly ProcessInfo[]): void {
  for (let found = true; found; ) {
    found = false;
    for (const info of processes) {
      const parent = members.get(info.parentPid);
      if (parent === undefined || members.has(info.pid) || info.startTicks < parent.startTicks) continue;
      members.set(info.pid, info);
      found = true;
    }
  }
}

function keyOf({ pid, startTicks }: ProcessIdentity): string {
  return `${pid} ${startTicks}`;
}
