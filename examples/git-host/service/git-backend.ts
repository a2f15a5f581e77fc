import { type ChildProcessByStdio, spawn } from 'node:child_process';
import process from 'node:process';
import type { Readable, Writable } from 'node:stream';
import { readCgiHead } from './cgi-head.ts';

/** A request for a repository, as `git http-backend` wants to be told of it. */
export interface GitRequest {
  readonly method: string;
  /** From the root of the repositories: `/project-7.git/info/refs`. */
  readonly path: string;
  readonly query: string;
  readonly account: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Readable | undefined;
}

export interface GitAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readable;
}

/** Has `git http-backend` answer, a program of the Common Gateway Interface (RFC 3875). It ends when nobody reads its answer any more. */
export async function askGitBackend(root: string, request: GitRequest): Promise<GitAnswer> {
  const backend = spawn('git', ['http-backend'], {
    env: environmentOf(root, request),
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  // A backend that can't be started says nothing, and that is answered with 500.
  backend.on('error', () => {});
  feed(backend, request.body);
  const { status, headers } = await readCgiHead(backend.stdout);
  return { status, headers, body: backend.stdout };
}

function feed(backend: ChildProcessByStdio<Writable, Readable, null>, body: Readable | undefined): void {
  // A backend that has heard enough closes its end.
  backend.stdin.on('error', () => {});
  if (body === undefined) backend.stdin.end();
  else body.pipe(backend.stdin);
}

function environmentOf(root: string, { method, path, query, account, headers }: GitRequest): NodeJS.ProcessEnv {
  const header = (name: string): string => headers[name]?.toString() ?? '';
  return {
    PATH: process.env.PATH,
    HOME: root,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_PROJECT_ROOT: root,
    GIT_HTTP_EXPORT_ALL: '1',
    GIT_PROTOCOL: header('git-protocol'),
    REQUEST_METHOD: method,
    PATH_INFO: path,
    QUERY_STRING: query,
    REMOTE_USER: account,
    CONTENT_TYPE: header('content-type'),
    HTTP_CONTENT_ENCODING: header('content-encoding'),
    ...(headers['content-length'] === undefined ? {} : { CONTENT_LENGTH: header('content-length') }),
  };
}
