import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export const recipes = join(import.meta.dirname, '../../recipes');

/** Why tests with this server can't run here; false if they can. */
export function missing(program: 'nginx' | 'haproxy'): string | false {
  return (
    spawnSync(program, ['-v'], { env: withSbin }).status !== 0 && `${program} is not installed (Debian: ${program})`
  );
}

const withSbin = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` };

/** A real load balancer with a recipe, in front of an application. */
export class Proxied {
  readonly port: number;
  readonly #folder: string;
  readonly #child: ChildProcess;
  readonly #logged: () => string;

  constructor(port: number, folder: string, child: ChildProcess, logged: () => string) {
    this.port = port;
    this.#folder = folder;
    this.#child = child;
    this.#logged = logged;
  }

  /** @param format the name of the log's format */
  static async nginx(upstream: number, format: string): Promise<Proxied> {
    const folder = mkdtempSync(join(tmpdir(), 'fivewhys-nginx-'));
    const port = await freePort();
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((use) => `${use}_temp_path ${folder};`);
    writeFileSync(
      join(folder, 'nginx.conf'),
      `daemon off; master_process off; pid ${folder}/pid; error_log stderr;
      events {}
      http {
        ${temporary.join(' ')}
        include ${recipes}/nginx/usage-log.conf;
        access_log ${folder}/log ${format};
        server {
          listen 127.0.0.1:${port};
          location / { proxy_pass http://127.0.0.1:${upstream}; proxy_http_version 1.1; include ${recipes}/nginx/usage-strip.conf; }
        }
      }`,
    );
    const child = spawn('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', 'stderr'], {
      env: withSbin,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    await listening(port, child);
    return new Proxied(port, folder, child, () => readFileSync(join(folder, 'log'), 'latin1'));
  }

  /** @param recipe the file whose lines go into the frontend */
  static async haproxy(upstream: number, recipe: string): Promise<Proxied> {
    const folder = mkdtempSync(join(tmpdir(), 'fivewhys-haproxy-'));
    const port = await freePort();
    writeFileSync(
      join(folder, 'haproxy.cfg'),
      `global
    log stdout len 8192 format raw local0
defaults
    mode http
    timeout connect 5s
    timeout client 30s
    timeout server 30s
frontend www
    bind 127.0.0.1:${port}
    default_backend application
${readFileSync(join(recipes, 'haproxy', recipe), 'utf8')}
backend application
    server one 127.0.0.1:${upstream}
`,
    );
    const child = spawn('haproxy', ['-db', '-f', join(folder, 'haproxy.cfg')], {
      env: withSbin,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let text = '';
    child.stdout?.setEncoding('latin1').on('data', (chunk) => {
      text += chunk;
    });
    await listening(port, child);
    return new Proxied(port, folder, child, () => text);
  }

  /** Once the log has so many lines. */
  async lines(count: number): Promise<readonly string[]> {
    for (let tries = 0; tries < 2000; tries++) {
      const lines = this.#logged().split('\n').slice(0, -1);
      if (lines.length >= count) return lines;
      await sleep(5);
    }
    throw new Error(`the log has not got ${count} lines: ${this.#logged()}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await ended;
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Asks without any help: paths go out as they are, and all headers and trailers come back as they were sent. */
export async function ask(
  port: number,
  path: string,
  headers: Record<string, string> = {},
): Promise<{ readonly status: number; readonly headers: readonly string[]; readonly body: string }> {
  const asked = request({ port, host: '127.0.0.1', path, headers, agent: false }).end();
  const [response] = await once(asked, 'response');
  let body = '';
  for await (const chunk of response) body += chunk;
  return { status: response.statusCode, headers: [...response.rawHeaders, ...response.rawTrailers], body };
}

async function listening(port: number, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 1000 && child.exitCode === null; tries++) {
    const socket = connect(port, '127.0.0.1');
    const connected = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });
    socket.destroy();
    if (connected) return;
    await sleep(10);
  }
  throw new Error(`the load balancer does not listen; it ended with ${child.exitCode}`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
