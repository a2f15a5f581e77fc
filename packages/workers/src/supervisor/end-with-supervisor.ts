import { type ChildProcess, spawn } from 'node:child_process';
import type { Containment } from '../containment/containment.ts';
import { cookieName } from '../containment/containment.ts';

/** Reads until the end of its input, which comes when the supervisor is gone, however it went; then kills what is in the group, and removes it. */
const killGroup = `while read -r line; do :; done; echo 1 > "$0/cgroup.kill"
for round in 1 2 3 4 5 6 7 8 9 10; do rmdir "$0"/*/ "$0" && exit; sleep 0.1; done 2>/dev/null`;

/**
 * Without a group: kills who carries a cookie of this supervisor, three times, for what was forked meanwhile. One grep reads all environments where it knows of lines that end with NUL (busybox may not); two processes for each that
 * there is take seconds on a busy machine.
 */
const killCookies = `while read -r line; do :; done
mark="^${cookieName}=$0:"
export LC_ALL=C
carriers() {
  if printf 'a\\0b' | grep -qz '^b'; then grep -lsz "$mark" /proc/[0-9]*/environ; return; fi
  for file in /proc/[0-9]*/environ; do if tr '\\0' '\\n' < "$file" | grep -q "$mark"; then echo "$file"; fi; done
}
{
  for round in 1 2 3; do
    for file in $(carriers); do pid=\${file#/proc/}; kill -KILL "\${pid%/environ}"; done
  done
} 2>/dev/null`;

/**
 * Lets the workers end when the supervisor dies of whatever signal: a shell outside of their containment waits for the end of a pipe that only the supervisor holds.
 */
export class EndWithSupervisor {
  readonly #args: readonly string[];
  #shell: ChildProcess | undefined;
  #isOver = false;

  constructor(containment: Containment, name: string, folder: string | undefined) {
    const script = containment.kind === 'cgroup' ? killGroup : killCookies;
    const target = folder ?? name;
    this.#args = ['-c', script, target];
    this.#start();
  }

  /** The supervisor ends in order: nothing is killed. */
  cancel(): void {
    this.#isOver = true;
    this.#shell?.kill('SIGKILL');
  }

  #start(): void {
    if (this.#isOver) return;
    const shell = spawn('/bin/sh', [...this.#args], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
    // Someone ended it: without it the promise would not be kept.
    shell.on('exit', () => setTimeout(() => this.#start(), 100).unref());
    shell.on('error', () => {});
    shell.stdin.on('error', () => {});
    shell.unref();
    this.#shell = shell;
  }
}
