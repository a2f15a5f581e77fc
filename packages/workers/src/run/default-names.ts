import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';

/** A name for a supervisor that was given none: the same for the same command in the same folder, so that a second start finds the state of the first. */
export function defaultName(command: readonly string[], cwd: string): string {
  // What `sh -c` is given is a program, and no name of one.
  const named = command.find((word, index) => index > 0 && !word.startsWith('-'));
  const script = named === undefined || /\s/.test(named) ? (command[0] ?? 'workers') : named;
  const readable = basename(script)
    .replace(/\.[cm]?[jt]s$/, '')
    .replaceAll(/[^\w-]/g, '-')
    .slice(0, 24);
  const hash = createHash('sha256')
    .update(JSON.stringify([cwd, command]))
    .digest('hex');
  return `${readable || 'workers'}-${hash.slice(0, 8)}`;
}

/** Where state and evidence are kept (file-hierarchy(7); XDG Base Directory Specification). */
export function defaultStateFolder(name: string, environment: NodeJS.ProcessEnv, isRoot: boolean): string {
  if (isRoot) return join('/var/lib/fivewhys', name);
  return join(environment.XDG_STATE_HOME || join(homedir(), '.local/state'), 'fivewhys', name);
}
