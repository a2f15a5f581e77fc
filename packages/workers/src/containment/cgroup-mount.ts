/** Where the version 2 hierarchy is mounted, and which of its groups the mount shows. */
export interface CgroupMount {
  readonly mountPoint: string;
  readonly root: string;
}

/**
 * Finds the cgroup2 mount in `/proc/self/mountinfo` (proc_pid_mountinfo(5)): the optional fields end with a lone `-`, behind it stands the file system's type.
 * The path differs between distributions: `/sys/fs/cgroup`, or `/sys/fs/cgroup/unified` where version 1 is mounted, too.
 */
export function cgroupMountOf(mountinfo: string): CgroupMount | undefined {
  for (const line of mountinfo.split('\n')) {
    const [before = '', after = ''] = line.split(' - ');
    if (!after.startsWith('cgroup2 ')) continue;
    const [, , , root = '/', mountPoint = ''] = before.split(' ');
    return { mountPoint: unescaped(mountPoint), root: unescaped(root) };
  }
  return undefined;
}

/** The folder of the group that `/proc/self/cgroup` names in its line `0::`; undefined when the mount doesn't show it. */
export function ownCgroupOf({ mountPoint, root }: CgroupMount, procCgroup: string): string | undefined {
  const path = /^0::(\/.*)$/m.exec(procCgroup)?.[1];
  if (path === undefined) return undefined;
  if (root === '/') return trimmed(mountPoint + path);
  if (path !== root && !path.startsWith(`${root}/`)) return undefined;
  return trimmed(mountPoint + path.slice(root.length));
}

/** Spaces and the like are written as octal there. */
function unescaped(text: string): string {
  return text.replaceAll(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}

function trimmed(path: string): string {
  return path.replace(/\/+$/, '');
}
