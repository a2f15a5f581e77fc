import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Contestant } from './contestant.ts';

const run = promisify(execFile);
const require = createRequire(import.meta.url);

/** PM2 with a home of its own, in fork mode, with its settings as they come. */
export class Pm2 implements Contestant {
  readonly name: string;
  /** It takes an end within its first second for a failed start, and gives up after sixteen of these. */
  readonly settleMs = 1500;
  readonly #program = join(dirname(require.resolve('pm2/package.json')), 'bin/pm2');
  #home = '';

  constructor() {
    const { version } = require('pm2/package.json') as { version: string };
    this.name = `PM2 ${version}`;
  }

  async start(count: number, [script, ...args]: readonly [string, ...string[]]): Promise<number> {
    this.#home = mkdtempSync(join(tmpdir(), 'pm2-bench-'));
    const app = { name: 'w', script, args, instances: count, exec_mode: 'fork', interpreter: 'none' };
    const config = join(this.#home, 'apps.json');
    writeFileSync(config, JSON.stringify({ apps: [app] }));
    await this.#pm2('start', config);
    return Number(readFileSync(join(this.#home, 'pm2.pid'), 'utf8'));
  }

  async stop(): Promise<void> {
    await this.#pm2('kill');
    rmSync(this.#home, { recursive: true, force: true, maxRetries: 5 });
  }

  async #pm2(...args: readonly string[]): Promise<void> {
    const env = { ...process.env, PM2_HOME: this.#home, PM2_DISABLE_VERSION_CHECK: 'true' };
    await run(process.execPath, [this.#program, '--silent', ...args], { env, timeout: 120_000 });
  }
}
