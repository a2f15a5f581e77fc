import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Contestant } from './contestant.ts';

const root = join(import.meta.dirname, '../../..');

/** `fivewhys supervise` as it is published, with one kind of containment. */
export class Fivewhys implements Contestant {
  readonly name: string;
  readonly settleMs = 300;
  readonly #containment: string;
  readonly #memory: object;
  #folder = '';
  #process: ChildProcess | undefined;

  constructor(containment: 'cgroup' | 'cookie', memory: { readonly hard?: string } = {}) {
    this.name = `fivewhys supervise, ${containment}${memory.hard === undefined ? '' : `, memory limit ${memory.hard}`}`;
    this.#containment = containment;
    this.#memory = memory;
  }

  async start(count: number, command: readonly [string, ...string[]]): Promise<number> {
    this.#folder = mkdtempSync(join(tmpdir(), 'fivewhys-bench-'));
    const config = join(this.#folder, 'workers.json');
    // As it comes, it waits twice as long after each death in a row, and gives up after five of one cause within a minute. The story is just that.
    const crashLoop = { deaths: 10_000, within: '1m' };
    const backoff = { first: '200ms', longest: '200ms' };
    const worker = { name: 'w', command, count, crashLoop, backoff, memory: this.#memory };
    writeFileSync(config, JSON.stringify({ name: `bench-${process.pid}`, workers: [worker] }));
    const args = ['supervise', '--config', config, '--state', this.#folder, '--containment', this.#containment];
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
