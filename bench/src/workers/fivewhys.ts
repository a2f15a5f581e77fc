import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Contestant } from './contestant.ts';

const root = join(import.meta.dirname, '../../..');

/** `fivewhys supervise` as it is published, with one kind of containment. */
export class Fivewhys implements Contestant {
  readonly name: string;
  readonly #options: readonly string[];
  #folder = '';
  #process: ChildProcess | undefined;

  constructor(containment: 'cgroup' | 'cookie', options: readonly string[] = []) {
    this.name = ['fivewhys supervise', containment, ...options].join(', ');
    this.#options = ['--containment', containment, ...options];
  }

  async start(count: number, command: readonly [string, ...string[]]): Promise<number> {
    this.#folder = mkdtempSync(join(tmpdir(), 'fivewhys-bench-'));
    const args = ['supervise', '-n', String(count), '--state', this.#folder, ...this.#options, '--', ...command];
    const child = spawn(join(root, 'fivewhys'), args, { stdio: ['ignore', 'ignore', 'pipe'] });
    this.#process = child;
    let said = '';
    await new Promise<void>((resolve, reject) => {
      child.stderr.on('data', (text) => {
        said = `${said}${text}`.slice(-10_000);
        if (said.includes('"event":"worker-ready"')) resolve();
      });
      child.once('exit', () => reject(new Error(`${this.name} did not start: ${said}`)));
    });
    return child.pid as number; // the launcher has become the command
  }

  async stop(): Promise<void> {
    const child = this.#process;
    if (child !== undefined && child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
