import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { prose } from '../provision/prose.ts';
import { randomOf } from '../provision/random-of.ts';
import { authorizationOf } from './authorization-of.ts';
import type { Action } from './traffic.ts';

/** What came of one thing that an account did. */
export interface Outcome {
  readonly account: string;
  readonly action: Action;
  readonly startMs: number;
  readonly durationMs: number;
  readonly isDone: boolean;
  /** Refused with 429, as far as the client can tell: of a clone, git says so. */
  readonly isRefused: boolean;
}

/** Nobody waits longer for a clone. */
export const patienceMs = 15_000;

/** Does what accounts do: clones with git itself, everything else over HTTP. */
export class Client {
  readonly #url: string;
  readonly #folder: string;
  readonly #repositories: readonly string[];
  readonly #random = randomOf(7);
  #clones = 0;

  /** @param folder where clones go, and are removed again */
  constructor(url: string, folder: string, repositories: readonly string[]) {
    this.#url = url;
    this.#folder = folder;
    this.#repositories = repositories;
  }

  async act(account: string, action: Action): Promise<Outcome> {
    const startMs = performance.now();
    const result = action === 'clone' ? await this.#clone(account) : await this.#get(account, this.#pathOf(action));
    return { account, action, startMs, durationMs: performance.now() - startMs, ...result };
  }

  #clone(account: string): Promise<Pick<Outcome, 'isDone' | 'isRefused'>> {
    const target = join(this.#folder, `clone-${this.#clones++}`);
    const header = `http.extraHeader=Authorization: ${authorizationOf(account)}`;
    const source = `${this.#url}/git/${this.#oneOf(this.#repositories)}`;
    return new Promise((resolve) => {
      execFile(
        'git',
        ['-c', header, 'clone', '--quiet', '--bare', source, target],
        { timeout: patienceMs, env: { PATH: process.env.PATH, HOME: this.#folder, GIT_CONFIG_NOSYSTEM: '1' } },
        (error, _stdout, stderr) => {
          rmSync(target, { recursive: true, force: true });
          resolve({ isDone: error === null, isRefused: stderr.includes('429') });
        },
      );
    });
  }

  async #get(account: string, path: string): Promise<Pick<Outcome, 'isDone' | 'isRefused'>> {
    try {
      const headers = { authorization: authorizationOf(account) };
      const response = await fetch(this.#url + path, { headers, signal: AbortSignal.timeout(patienceMs) });
      await response.text();
      return { isDone: response.ok, isRefused: response.status === 429 };
    } catch {
      return { isDone: false, isRefused: false };
    }
  }

  #pathOf(action: Exclude<Action, 'clone'>): string {
    if (action === 'look') return `/api/pull-requests/${1 + Math.floor(this.#random() * 1000)}`;
    if (action === 'list') return `/api/repositories/${this.#oneOf(this.#repositories)}/pull-requests`;
    return `/api/search?q=${prose(this.#random, 1)}`;
  }

  #oneOf(names: readonly string[]): string {
    return names[Math.floor(this.#random() * names.length)] ?? '';
  }
}
