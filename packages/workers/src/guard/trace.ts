import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type TraceLine, traceLineOf } from './trace-line.ts';

const events = ['sched/sched_process_fork', 'sched/sched_process_exit', 'signal/signal_generate'] as const;

/**
 * The kernel's trace of forks, signals and ends, in an instance of our own: nobody else's tracing is touched, and it is gone when we are.
 */
export class Trace {
  readonly #folder: string;
  #reader: ChildProcess | undefined;

  /** @throws Error when there is no tracefs, or it is not for us */
  constructor(mountinfo = readFileSync('/proc/self/mountinfo', 'utf8')) {
    const mountPoint = tracefsOf(mountinfo);
    if (mountPoint === undefined) throw new Error('tracefs is not mounted: mount -t tracefs none /sys/kernel/tracing');
    this.#folder = join(mountPoint, 'instances', `fivewhys-${process.pid}`);
    mkdirSync(this.#folder);
    try {
      for (const event of events) writeFileSync(join(this.#folder, 'events', event, 'enable'), '1');
      this.#assertOurPids();
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** `cat` reads: a read of Node.js's own that waits for an event could not be ended. */
  follow(onLine: (line: TraceLine) => void, onEnd: () => void): void {
    const reader = spawn('cat', [join(this.#folder, 'trace_pipe')], { stdio: ['ignore', 'pipe', 'ignore'] });
    reader.on('error', onEnd);
    reader.on('exit', onEnd);
    createInterface({ input: reader.stdout }).on('line', (text) => {
      const line = traceLineOf(text);
      if (line !== undefined) onLine(line);
    });
    this.#reader = reader;
  }

  close(): void {
    this.#reader?.removeAllListeners('exit').kill('SIGKILL');
    // The instance can be removed once its reader has let go of it.
    const bound = performance.now() + 500;
    for (;;) {
      try {
        rmdirSync(this.#folder);
        return;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EBUSY' || performance.now() > bound) return;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
      }
    }
  }

  /** The trace numbers processes as the machine does; in a container they have other numbers. A fork of our own tells. */
  #assertOurPids(): void {
    const { pid } = spawnSync('/bin/sh', ['-c', ':']);
    const seen = readFileSync(join(this.#folder, 'trace'), 'utf8').includes(`child_pid=${pid}\n`);
    if (!seen) throw new Error('its numbers are of another pid namespace');
  }
}

function tracefsOf(mountinfo: string): string | undefined {
  const line = mountinfo.split('\n').find((text) => text.includes(' - tracefs '));
  return line?.split(' ')[4];
}
