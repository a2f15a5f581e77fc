import { type ChildProcess, spawn } from 'node:child_process';
import type { Containment } from '../containment/containment.ts';
import { cookieName } from '../containment/containment.ts';

/** Reads until the end of its input, which comes when the supervisor is gone, however it went; then kills what is in the group, and removes it. */
const killGroup = `while read -r line; do :; done; echo 1 > "$0/cgroup.kill"
for round in 1 2 3 4 5 6 7 8 9 10; do rmdir "$0"/*/ "$0" && exit; sleep 0.1; done 2>/dev/null`;

/** Without a group: kills who carries a cookie of this supervisor, three times, for what was forked meanwhile. */
const killCookies = `while read -r line; do :; done
for round in 1 2 3; do
  for folder in /proc/[0-9]*; do
    if tr '\\0' '\\n' < "$folder/environ" 2>/dev/null | grep -q "^${cookieName}=$0:"; then kill -KILL "\${folder#/proc/}"; fi
  done
done 2>/dev/null`;

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
