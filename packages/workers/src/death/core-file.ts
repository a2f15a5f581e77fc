import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { readKernelFile } from '../process/proc.ts';

/** Where a core went: into a file that is there, or to a program that the kernel starts for it. */
export type CoreTrace = { readonly file: string } | { readonly handler: string };

/** What the kernel does with cores (core(5)). */
export interface CoreSettings {
  /** `/proc/sys/kernel/core_pattern`. */
  readonly pattern: string;
  /** `/proc/sys/kernel/core_uses_pid`: a name without the pid gets it at its end. */
  readonly usesPid: boolean;
}

/** How this machine is set; undefined where it doesn't say. */
export function coreSettings(): CoreSettings | undefined {
  const pattern = readKernelFile('/proc/sys/kernel/core_pattern')?.trim();
  if (pattern === undefined || pattern === '') return undefined;
  return { pattern, usesPid: readKernelFile('/proc/sys/kernel/core_uses_pid')?.trim() === '1' };
}

/**
 * Finds the core that a process left which crashed just now. What it is called beyond its pid is not asked: a name without one is that of the last crash, and so it has to be newer than the process.
 *
 * @param folder the working directory that the process was started in
 * @param sinceMs wall clock at its start
 */
export function coreOf(settings: CoreSettings, folder: string, pid: number, sinceMs: number): CoreTrace | undefined {
  const { pattern } = settings;
  if (pattern.startsWith('|')) return { handler: pattern.slice(1).trim().split(' ')[0] ?? '' };
  const path = resolve(folder, pattern);
  const name = coreNameOf(basename(path), settings.usesPid && !/%[pP]/.test(pattern), pid);
  const found = namesIn(dirname(path))
    .filter((one) => name.test(one))
    .map((one) => join(dirname(path), one))
    .find((one) => isFileSince(one, sinceMs));
  return found === undefined ? undefined : { file: found };
}

/** `%p` is the pid, `%%` a percent sign; of all else the kernel fills in nothing is known here but that it is no slash. */
function coreNameOf(pattern: string, endsWithPid: boolean, pid: number): RegExp {
  const parts = (pattern.match(/%.|[^%]+/g) ?? []).map((part) => {
    if (part === '%p' || part === '%P') return String(pid);
    if (part === '%%') return '%';
    return part.startsWith('%') ? '.*' : part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('')}${endsWithPid ? `\\.${pid}` : ''}$`);
}

function isFileSince(path: string, sinceMs: number): boolean {
  const status = statSync(path, { throwIfNoEntry: false });
  return status?.isFile() === true && status.mtimeMs >= sinceMs;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
