import type { ProcessIdentity, ProcessInfo } from '../process/process-info.ts';

/** A parent that is watched, and everything that it was seen to have started, at whatever remove. */
export interface Family {
  readonly parent: ProcessIdentity;
  readonly command: string;
  /** When it was first seen, or began, by the ticks of start times. */
  readonly sinceTicks: number;
  readonly descendants: readonly ProcessIdentity[];
}

/** A parent that is gone, and who is left of its family. */
export interface Bereavement extends Family {
  readonly orphans: readonly ProcessInfo[];
}

export interface FamiliesStep {
  readonly families: readonly Family[];
  readonly bereaved: readonly Bereavement[];
}

/**
 * Holds what is known against a new look. Who is a parent: what matches and has a child, unless a parent that is watched already has started it. Once a descendant, always one: that it has left the session, or that
 * its own parent is gone, changes nothing.
 *
 * @param processes all that have not ended
 * @param commandOf the command line if it matches
 */
export function followFamilies(
  families: readonly Family[],
  processes: readonly ProcessInfo[],
  commandOf: (process: ProcessInfo) => string | undefined,
): FamiliesStep {
  const byPid = new Map(processes.map((process) => [process.pid, process]));
  const alive = ({ pid, startTicks }: ProcessIdentity) => byPid.get(pid)?.startTicks === startTicks;
  const present = { processes, alive, inUse: (pid: number) => byPid.has(pid) };
  const grown = families.map((family) => withDescendants(family, present));
  const known = new Set(grown.flatMap(({ parent, descendants }) => [parent, ...descendants]).map(keyOf));
  const parents = new Set(processes.map(({ parentPid }) => parentPid));
  const found: Family[] = [];
  for (const process of processes.toSorted((a, b) => a.startTicks - b.startTicks)) {
    if (known.has(keyOf(process)) || !parents.has(process.pid)) continue;
    const command = commandOf(process);
    if (command === undefined) continue;
    const { pid, startTicks } = process;
    const begun = { parent: { pid, startTicks }, command, sinceTicks: startTicks, descendants: [] };
    const family = withDescendants(begun, present);
    for (const member of [family.parent, ...family.descendants]) known.add(keyOf(member));
    found.push(family);
  }
  const all = [...grown, ...found];
  const orphansOf = ({ descendants }: Family) =>
    descendants.map(({ pid }) => byPid.get(pid)).filter((process) => process !== undefined);
  return {
    families: all.filter(({ parent }) => alive(parent)),
    bereaved: all.filter(({ parent }) => !alive(parent)).map((family) => ({ ...family, orphans: orphansOf(family) })),
  };
}

interface Present {
  readonly processes: readonly ProcessInfo[];
  readonly alive: (process: ProcessIdentity) => boolean;
  readonly inUse: (pid: number) => boolean;
}

/** A parent that has ended still has children where the kernel told who started them, unless its number is another's by now. */
function withDescendants(family: Family, { processes, alive, inUse }: Present): Family {
  const members = new Map<number, ProcessIdentity>();
  if (alive(family.parent) || !inUse(family.parent.pid)) members.set(family.parent.pid, family.parent);
  for (const member of family.descendants.filter(alive)) members.set(member.pid, member);
  for (let found = true; found; ) {
    found = false;
    for (const { pid, startTicks, parentPid } of processes) {
      const parent = members.get(parentPid);
      if (parent === undefined || members.has(pid) || startTicks < parent.startTicks) continue;
      members.set(pid, { pid, startTicks });
      found = true;
    }
  }
  members.delete(family.parent.pid);
  return { ...family, descendants: [...members.values()] };
}

function keyOf({ pid, startTicks }: ProcessIdentity): string {
  return `${pid} ${startTicks}`;
}
