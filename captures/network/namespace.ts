import { type ChildProcessByStdio, execFileSync, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';

export type Started = ChildProcessByStdio<null, Readable, Readable>;

/** One network namespace: commands run inside it, processes started inside it, and its end. */
export interface Namespace {
  readonly name: string;
  run(...command: readonly string[]): string;
  sysctl(settings: Readonly<Record<string, number | string>>): void;
  /** Loads an nft ruleset. */
  nft(ruleset: string): void;
  /** Starts a process that is killed with the namespace, unless it has ended before. */
  start(...command: readonly string[]): Started;
}

/**
 * Everything registers its own removal with `cleanup`, so that an interrupted recording leaves nothing behind. Removal
 * is synchronous: it also has to work in a process's `exit` event.
 */
export function createNamespace(cleanup: DisposableStack, role: string): Namespace {
  const name = `fivewhys-${process.pid}-${role}`;
  execFileSync('ip', ['netns', 'add', name]);
  cleanup.defer(() => execFileSync('ip', ['netns', 'del', name]));
  const inside = ['netns', 'exec', name];
  const namespace: Namespace = {
    name,
    run: (...command) => execFileSync('ip', [...inside, ...command], { encoding: 'utf8' }),
    sysctl: (settings) => {
      for (const [key, value] of Object.entries(settings)) namespace.run('sysctl', '-qw', `${key}=${value}`);
    },
    nft: (ruleset) => {
      execFileSync('ip', [...inside, 'nft', '-f', '-'], { input: ruleset });
    },
    start: (...command) => {
      // `ip netns exec` replaces itself by the command, so this is the pid of the command.
      const child = spawn('ip', [...inside, ...command], { stdio: ['ignore', 'pipe', 'pipe'] });
      cleanup.defer(() => child.kill('SIGKILL'));
      return child;
    },
  };
  namespace.run('ip', 'link', 'set', 'lo', 'up');
  return namespace;
}
