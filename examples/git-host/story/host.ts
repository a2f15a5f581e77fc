import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { startNginx } from '../front/start-nginx.ts';
import { makePullRequestTable } from '../provision/pull-request-table.ts';
import { makeRepositories } from '../provision/repositories.ts';
import type { GitHostOptions } from '../service/git-host-app.ts';
import { freePorts } from './free-ports.ts';

/** The whole host in a folder of its own: repositories, pull requests, nginx, and the service that is started and stopped behind it. Gone at the end of the scope. */
export class Host {
  readonly folder: string;
  readonly repositories: readonly string[];
  readonly url: string;
  readonly #servicePort: number;
  #nginx: ChildProcess | undefined;
  #service: ChildProcess | undefined;

  private constructor(folder: string, repositories: readonly string[], port: number, servicePort: number) {
    this.folder = folder;
    this.repositories = repositories;
    this.url = `http://127.0.0.1:${port}`;
    this.#servicePort = servicePort;
  }

  static async make({ repositories, pullRequests }: { repositories: number; pullRequests: number }): Promise<Host> {
    const folder = mkdtempSync(join(tmpdir(), 'git-host-'));
    mkdirSync(join(folder, 'clones'));
    const [port = 0, servicePort = 0] = await freePorts(2);
    const names = await makeRepositories(join(folder, 'repositories'), repositories);
    makePullRequestTable(join(folder, 'pull-requests.sqlite'), names, pullRequests);
    const host = new Host(folder, names, port, servicePort);
    host.#nginx = await startNginx(folder, port, servicePort);
    return host;
  }

  /** Starts the service. @param records the file for its usage records, in the folder */
  async start(records: string, limit?: GitHostOptions['limit']): Promise<void> {
    const options: GitHostOptions = {
      repositories: join(this.folder, 'repositories'),
      database: join(this.folder, 'pull-requests.sqlite'),
      records: join(this.folder, records),
      ...(limit === undefined ? {} : { limit }),
    };
    const program = join(import.meta.dirname, '..', 'service', 'serve.ts');
    // node:sqlite is called experimental by Node.js 24.
    const flags = [...process.execArgv, '--disable-warning=ExperimentalWarning'];
    const service = spawn(process.execPath, [...flags, program, String(this.#servicePort), JSON.stringify(options)], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_ENV: 'production' },
    });
    this.#service = service;
    await Promise.race([once(service.stdout, 'data'), once(service, 'exit')]);
    if (service.exitCode !== null) throw new Error(`the service ended with ${service.exitCode}`);
  }

  /** Ends the service; its usage records are all written then. */
  async stop(): Promise<void> {
    await ended(this.#service, 'SIGTERM');
    this.#service = undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([ended(this.#service, 'SIGKILL'), ended(this.#nginx, 'SIGTERM')]);
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function ended(child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill(signal);
  await exit;
}
