import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

const main = 'bench/data/command/dist/main.js';

/** Makes the command as it is published, from the sources as they are now. */
export function buildCommand(root: string): void {
  execFileSync(nodeOf(root), [join(root, 'tools/bundle-command.ts'), join(root, main, '..')], { stdio: 'inherit' });
}

/** How the published command is started: with the workspace's own Node.js, and the option in its first line. `buildCommand` comes before. */
export function explainArgv(root: string, file: string, ...more: string[]): string[] {
  return commandArgv(root, 'explain', file, ...more);
}

/** The same of any of its commands. */
export function commandArgv(root: string, ...args: string[]): string[] {
  return [nodeOf(root), '--min-semi-space-size=8', '--max-semi-space-size=8', join(root, main), ...args];
}

function nodeOf(root: string): string {
  const installed = join(root, 'node_modules/.bin/node');
  return existsSync(installed) ? installed : process.execPath;
}
