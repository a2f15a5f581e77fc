import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Started } from '../network/namespace.ts';
import type { End } from '../network/network.ts';
import type { Stage } from '../story.ts';
import { startNginx } from './nginx.ts';

/** Where the repository is to be had. */
export const repositoryUrl = ({ ip }: Pick<End, 'ip'>): string => `http://${ip}:8080/story.git`;

interface Serving {
  /** Of the file in the repository. */
  readonly bytes: number;
  /** Before each piece of 16 KiB of an answer. */
  readonly pauseMs?: number;
  /** Before the body of a POST is taken. */
  readonly postPauseMs?: number;
  /** For nginx's server block. */
  readonly options?: string;
}

/** Starts nginx on port 8080 before `git http-backend`, with one repository. Returns nginx. */
export async function startGitHttp(
  { responder, folder, serve }: Stage,
  { bytes, pauseMs = 0, postPauseMs = 0, options = '' }: Serving,
): Promise<Started> {
  const repository = join(folder, 'story.git');
  execFileSync('git', ['init', '-q', '--bare', '-b', 'main', repository]);
  execFileSync('git', ['-C', repository, 'config', 'http.receivepack', 'true']);
  commitTo(repository, 'main', bytes);
  await serve(responder, 'git-responder', '5000', folder, `${pauseMs}`, `${postPauseMs}`);
  const location = 'location / { proxy_pass http://127.0.0.1:5000; proxy_http_version 1.1; proxy_buffering off; }';
  return startNginx(responder.namespace, folder, `server { listen 8080; listen [::]:8080; ${options} ${location} }`);
}

/** A repository at the originator with a commit of its own, to be pushed. */
export function commitOfOriginator({ folder }: Stage, bytes: number): string {
  const repository = join(folder, 'work.git');
  execFileSync('git', ['init', '-q', '--bare', '-b', 'main', repository]);
  commitTo(repository, 'work', bytes);
  return repository;
}

function commitTo(repository: string, branch: string, bytes: number): void {
  // Nothing compresses it: what is large must stay large on the wire.
  const file = randomBytes(bytes);
  const head = `commit refs/heads/${branch}\ncommitter Story <story@registry.example> 0 +0000\ndata 0\nM 644 inline file\ndata ${file.length}\n`;
  execFileSync('git', ['-C', repository, 'fast-import', '--quiet'], {
    input: Buffer.concat([Buffer.from(head), file, Buffer.from('\n')]),
  });
}

/** Runs git at an end, without anybody's proxy. Returns what it said and how it ended. */
export async function runGit({ namespace }: End, ...args: readonly string[]): Promise<{ said: string; code: number }> {
  const child = namespace.start('git', '-c', 'http.proxy=', ...args);
  const [code] = await once(child, 'close');
  return { said: Buffer.concat(namespace.logs.at(-1)?.said ?? []).toString(), code };
}
