import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** The servers that the service stands on: a Redis for its queue, a Memcached for its flags, both real. */
export class Servers implements AsyncDisposable {
  readonly redisPort: number;
  readonly memcachedPort: number;
  readonly #redis: ChildProcess;
  readonly #memcached: ChildProcess;

  private constructor(redisPort: number, memcachedPort: number, folder: string) {
    this.redisPort = redisPort;
    this.memcachedPort = memcachedPort;
    const store = ['--save', '', '--appendonly', 'no', '--dir', folder];
    this.#redis = spawn('redis-server', ['--port', String(redisPort), '--bind', '127.0.0.1', ...store], {
      stdio: 'ignore',
    });
    const user = process.getuid?.() === 0 ? ['-u', 'root'] : [];
    const memory = ['-U', '0', '-m', '8', '-t', '1'];
    this.#memcached = spawn('memcached', ['-l', '127.0.0.1', '-p', String(memcachedPort), ...memory, ...user], {
      stdio: 'ignore',
    });
  }

  static async start(folder: string): Promise<Servers> {
    const servers = new Servers(await freePort(), await freePort(), folder);
    await Promise.all([listening(servers.redisPort), listening(servers.memcachedPort)]);
    return servers;
  }

  /** It takes connections, and answers none. */
  hangMemcached(): void {
    this.#memcached.kill('SIGSTOP');
  }

  resumeMemcached(): void {
    this.#memcached.kill('SIGCONT');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.#redis, this.#memcached].map(ended));
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function listening(port: number): Promise<void> {
  for (let attempt = 0; attempt < 500; attempt += 1) {
    const socket = connect(port, '127.0.0.1');
    const [answer] = (await Promise.race([once(socket, 'connect').then(() => ['yes']), once(socket, 'error')])) as [
      unknown,
    ];
    socket.destroy();
    if (answer === 'yes') return;
    await sleep(20);
  }
  throw new Error(`nothing listens on port ${port}`);
}
