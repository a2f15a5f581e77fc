import { spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import process from 'node:process';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

// Usage: node git-responder.ts PORT FOLDER PAUSE-MS POST-PAUSE-MS
// Serves the repositories of a folder over HTTP, as `git http-backend` does behind any CGI (RFC 3875), with a pause before each piece of 16 KiB of an answer,
// and one before it takes a body.

const [port, folder = '', pauseMs, postPauseMs] = process.argv.slice(2);
const pieceBytes = 16_384;

const server = createServer((request, response) => {
  answer(request, response).catch(() => response.destroy());
});
server.listen({ port: Number(port), host: '127.0.0.1' }, () => console.log('listening'));

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const backend = spawn('git', ['http-backend'], { env: cgiEnvironment(request), stdio: ['pipe', 'pipe', 'inherit'] });
  backend.stdin.on('error', () => {});
  if (request.method === 'POST') await sleep(Number(postPauseMs));
  request.pipe(backend.stdin);
  const { head, body } = split(await buffer(backend.stdout));
  for (const [name, value] of head) {
    if (name === 'Status') response.statusCode = Number.parseInt(value, 10);
    else response.setHeader(name, value);
  }
  for (let at = 0; at < body.length && !response.destroyed; at += pieceBytes) {
    await sleep(Number(pauseMs));
    response.write(body.subarray(at, at + pieceBytes));
  }
  response.end();
}

function cgiEnvironment({ method, url = '', headers }: IncomingMessage): NodeJS.ProcessEnv {
  const [path, query = ''] = url.split('?');
  return {
    PATH: process.env.PATH,
    GIT_PROJECT_ROOT: folder,
    GIT_HTTP_EXPORT_ALL: '1',
    REMOTE_USER: 'story',
    REQUEST_METHOD: method,
    PATH_INFO: path,
    QUERY_STRING: query,
    CONTENT_TYPE: headers['content-type'] ?? '',
    HTTP_CONTENT_ENCODING: headers['content-encoding'] ?? '',
    GIT_PROTOCOL: `${headers['git-protocol'] ?? ''}`,
  };
}

/** What a CGI program printed: header fields, an empty line, and the rest. */
function split(printed: Buffer): { readonly head: readonly (readonly [string, string])[]; readonly body: Buffer } {
  const end = printed.indexOf('\r\n\r\n');
  const lines = printed.subarray(0, end).toString().split('\r\n');
  return {
    head: lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()] as const),
    body: printed.subarray(end + 4),
  };
}
