import { type ChildProcessByStdio, execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import process from 'node:process';
import type { Readable } from 'node:stream';

export type Started = ChildProcessByStdio<null, Readable, Readable>;

/** What a process that was started has printed, on both of its outputs. */
export interface ProcessLog {
  readonly command: readonly string[];
  readonly said: readonly Buffer[];
}

/** One network namespace: commands run inside it, processes started inside it, and its end. */
export interface Namespace {
  readonly name: string;
  /** Its part in the network: `one`, `router`. */
  readonly role: string;
  /** Of all processes that were started in it, in order. */
  readonly logs: readonly ProcessLog[];
  run(...command: readonly string[]): string;
  /** Runs commands of ip(8), one per line, at the cost of one process. */
  ip(...commands: readonly string[]): void;
  sysctl(settings: Readonly<Record<string, number | string>>): void;
  /** Loads an nft ruleset. */
  nft(ruleset: string): void;
  /** Starts a process that is killed with the namespace, unless it has ended before. */
  start(...command: readonly string[]): Started;
}

/**
 * Everything registers its own removal with `cleanup`, so that an interrupted run leaves nothing behind. Removal
 * is synchronous: it also has to work in a process's `exit` event.
 */
export function createNamespace(cleanup: DisposableStack, role: string): Namespace {
  const name = `fivewhys-${process.pid}-${role}`;
  // Before it is made: who interrupts us interrupts `ip` in the midst of it, too.
  cleanup.defer(() => remove(name));
  execFileSync('ip', ['netns', 'add', name]);
  const inside = ['netns', 'exec', name];
  const logs: ProcessLog[] = [];
  const namespace: Namespace = {
    name,
    role,
    logs,
    run: (...command) => execFileSync('ip', [...inside, ...command], { encoding: 'utf8', stdio: 'pipe' }),
    ip: (...commands) => {
      execFileSync('ip', ['-n', name, '-batch', '-'], { input: commands.join('\n'), stdio: 'pipe' });
    },
    sysctl: (settings) => {
      namespace.run('sysctl', '-qw', ...Object.entries(settings).map(([key, value]) => `${key}=${value}`));
    },
    nft: (ruleset) => {
      execFileSync('ip', [...inside, 'nft', '-f', '-'], { input: ruleset });
    },
    start: (...command) => {
      // `ip netns exec` replaces itself by the command, so this is the pid of the command.
      const child = spawn('ip', [...inside, ...command], { stdio: ['ignore', 'pipe', 'pipe'] });
      cleanup.defer(() => child.kill('SIGKILL'));
      const said: Buffer[] = [];
      for (const output of [child.stdout, child.stderr]) output.on('data', (chunk: Buffer) => said.push(chunk));
      logs.push({ command, said });
      return child;
    },
  };
  namespace.ip('link set lo up');
  // No host waits whether somebody else has its link-local address: until then the first packets of IPv6 would be held back for two seconds.
  namespace.sysctl({
    'net.ipv6.conf.default.accept_dad': 0,
    'net.ipv6.conf.default.dad_transmits': 0,
    'net.ipv6.conf.default.router_solicitation_delay': 0,
  });
  return namespace;
}

function remove(name: string): void {
  if (!existsSync(`/run/netns/${name}`)) return;
  try {
    // A server's children are not ours to know, but they are in the namespace too.
    killAll(name);
  } finally {
    execFileSync('ip', ['netns', 'del', name]);
  }
}

function killAll(name: string): void {
  const pids = execFileSync('ip', ['netns', 'pids', name], { encoding: 'utf8' }).split('\n').filter(Boolean);
  for (const pid of pids) {
    try {
      process.kill(Number(pid), 'SIGKILL');
    } catch {
      // It has ended meanwhile.
    }
  }
}
