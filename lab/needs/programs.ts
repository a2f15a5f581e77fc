import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';

/** The absolute path of a program; undefined where there is none. Debian keeps servers where not everybody's PATH leads. */
export function findProgram(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

/** The same for one that was found to be there: sshd insists on being called by its path. */
export function programPath(name: string): string {
  const found = findProgram(name);
  if (found === undefined) throw new Error(`no ${name} on the PATH`);
  return found;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
