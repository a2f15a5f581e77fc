import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort, RedisServer } from './redis-server.ts';

/** A master, its replica, and a sentinel that makes the replica the master when the master is gone. */
export class RedisSentinel {
  readonly master: RedisServer;
  readonly replica: RedisServer;
  readonly port: number;
  readonly #sentinel: ChildProcess;
  readonly #folder: string;

  constructor(master: RedisServer, replica: RedisServer, port: number, sentinel: ChildProcess, folder: string) {
    this.master = master;
    this.replica = replica;
    this.port = port;
    this.#sentinel = sentinel;
    this.#folder = folder;
  }

  static async start(): Promise<RedisSentinel> {
    const master = await RedisServer.start();
    const replica = await RedisServer.start([
      '--replicaof',
      '127.0.0.1',
      String(master.port),
      '--repl-diskless-sync-delay',
      '0',
    ]);
    await saysOnce(replica.port, 'replication', /master_link_status:up/);
    const folder = mkdtempSync(join(tmpdir(), 'fivewhys-sentinel-'));
    const port = await freePort();
    const file = join(folder, 'sentinel.conf');
    writeFileSync(
      file,
      [
        `port ${port}`,
        'bind 127.0.0.1',
        `dir ${folder}`,
        `sentinel monitor main 127.0.0.1 ${master.port} 1`,
        'sentinel down-after-milliseconds main 500',
        'sentinel failover-timeout main 3000',
      ].join('\n'),
    );
    const sentinel = spawn('redis-server', [file, '--sentinel'], { stdio: ['ignore', 'ignore', 'ignore'] });
    // Before it knows of the replica there is nobody to promote.
    await saysOnce(port, 'sentinel', /slaves=1/);
    return new RedisSentinel(master, replica, port, sentinel, folder);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = once(this.#sentinel, 'exit');
    this.#sentinel.kill('SIGKILL');
    await ended;
    await this.master[Symbol.asyncDispose]();
    await this.replica[Symbol.asyncDispose]();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Waits until a server says so of itself. */
async function saysOnce(port: number, section: string, wanted: RegExp): Promise<void> {
  const client = new Redis(port, '127.0.0.1', { retryStrategy: () => 50 });
  client.on('error', () => {});
  try {
    for (let tries = 0; tries < 600; tries++) {
      if (wanted.test(await client.info(section))) return;
      await sleep(50);
    }
    throw new Error(`the server at ${port} does not say ${wanted}`);
  } finally {
    client.disconnect();
  }
}
