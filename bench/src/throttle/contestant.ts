import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import process from 'node:process';
import { Load } from './load.ts';

/** What one turn showed. */
export interface Turn {
  readonly requestsPerSecond: number;
  /** CPU time of the server's process per request. */
  readonly cpuUs: number;
  readonly rssMb: number;
}

/** One cheap request in fifty is measured, and that code is to be compiled as well. */
const warmUpRequests = 60_000;
const longestWarmUpMs = 5000;
const uncountedMs = 20;

/**
 * V8 lets the space of its young objects grow as it goes, up to a largest size where every long-lived server ends. It is given that size at once: or one variant would be looked at with 13 MB of
 * it and the next with 50, which makes ten points of difference.
 */
const nodeArgs = ['--min-semi-space-size=64', '--conditions=@fivewhys/source'];

/** A server that takes part, in a process of its own: bare, throttled, a peer. */
export class Contestant {
  readonly variant: string;
  readonly turns: Turn[] = [];
  readonly #server: ChildProcess;
  readonly #load: Load;

  constructor(variant: string, server: ChildProcess, load: Load) {
    this.variant = variant;
    this.#server = server;
    this.#load = load;
  }

  static async start(framework: string, variant: string, workUs: number, redisPort?: number): Promise<Contestant> {
    const args = [framework, variant, String(workUs), ...(redisPort === undefined ? [] : [String(redisPort)])];
    const server = fork(join(import.meta.dirname, 'server.ts'), args, {
      execArgv: nodeArgs,
      env: { ...process.env, NODE_ENV: 'production' },
    });
    const died = once(server, 'exit').then(([status]) => {
      throw new Error(`${framework} ${variant} ended with ${status} as it started`);
    });
    const [{ port }] = (await Promise.race([once(server, 'message'), died])) as [{ readonly port: number }];
    died.catch(() => {});
    if (server.pid !== undefined) pin(server.pid, 0);
    return new Contestant(variant, server, await Load.open(port));
  }

  /** One turn. Its beginning does not count: the servers before it have left nothing of this one in the caches. */
  async run(ms: number): Promise<void> {
    await this.#load.run(uncountedMs);
    await this.#read();
    const startMs = performance.now();
    const answered = await this.#load.run(ms);
    const seconds = (performance.now() - startMs) / 1000;
    const { cpuUs, rssMb } = await this.#read();
    this.turns.push({ requestsPerSecond: answered / seconds, cpuUs: cpuUs / answered, rssMb });
  }

  /** Asks until the code is compiled, which takes CPU time of its own and would count as that of the requests; only then does the server begin its work. */
  async warmUp(): Promise<void> {
    const endMs = performance.now() + longestWarmUpMs;
    for (let answered = 0; answered < warmUpRequests && performance.now() < endMs; ) {
      answered += await this.#load.run(500);
    }
    this.#server.send('work');
    await once(this.#server, 'message');
    await this.#load.run(500);
  }

  async stop(): Promise<void> {
    this.#load.close();
    const ended = once(this.#server, 'exit');
    this.#server.disconnect();
    await ended;
  }

  async #read(): Promise<{ readonly cpuUs: number; readonly rssMb: number }> {
    this.#server.send('read');
    const [answer] = await once(this.#server, 'message');
    return answer;
  }
}

/** All threads of a process to one core, where that is possible: the servers share one, the load has another. */
export function pin(pid: number, core: number): void {
  spawnSync('taskset', ['-a', '-cp', String(core), String(pid)]);
}
