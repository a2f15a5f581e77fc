import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { after, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { usageRecord } from '../schema/usage-record.ts';
import { ask, missing, Proxied } from './recipes/proxied.ts';

const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'fivewhys-readme-'));
const file = join(folder, 'usage.jsonl');

/** The first program of the README, as it stands there but for its port, where its records go, and what a test changes. */
async function start(
  change: (program: string) => string = (same) => same,
): Promise<{ app: ChildProcess; port: number }> {
  const [, program = ''] = /```js\n([\s\S]*?)```/.exec(readme) ?? [];
  const changed = change(program)
    .replace('app.listen(3000)', "const server = app.listen(0, '127.0.0.1', () => console.log(server.address().port))")
    .replace("'usage.jsonl'", JSON.stringify(file));
  assert.match(changed, /console\.log/);
  const app = spawn(process.execPath, ['--conditions=@fivewhys/source', '--input-type=module', '-e', changed], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  after(() => app.kill('SIGKILL'));
  const [port] = await once(app.stdout as NodeJS.ReadableStream, 'data');
  return { app, port: Number(port) };
}

/** Once the file of records has so many. */
async function lines(count: number): Promise<readonly string[]> {
  for (let tries = 0; tries < 2000; tries++) {
    const text = readOrNothing();
    if (text.split('\n').length > count) return text.trim().split('\n');
    await sleep(10);
  }
  throw new Error(`${file} has not got ${count} lines`);
}

function readOrNothing(): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

describe('what the README says, followed step by step', { skip: missing('nginx') }, () => {
  after(() => rmSync(folder, { recursive: true, force: true }));

  test('measures in shadow, behind nginx, and shows it to the load balancer only', async () => {
    const { port } = await start((program) => program.replace("'10.0.0.0/8'", "'127.0.0.1'"));
    const names = [...(/```\n(X-Usage[\s\S]*?)```/.exec(readme)?.[1]?.matchAll(/^(X-Usage[\w-]+):/gm) ?? [])];
    const direct = await ask(port, '/');
    assert.equal(names.length, 6);
    for (const [, name = ''] of names) assert(direct.headers.includes(name), `${name} in ${direct.headers}`);
    await using proxied = await Proxied.nginx(port, 'fivewhys_usage');
    const answer = await ask(proxied.port, '/', { authorization: 'token' });
    assert.deepEqual([answer.status, answer.body], [200, 'hello']);
    assert.deepEqual(
      answer.headers.filter((text) => /^x-usage/i.test(text)),
      [],
    );
    const [line = ''] = await proxied.lines(1);
    assert(Number(JSON.parse(line).x_usage_request_cost) >= 12.5, line);
    const records = (await lines(2)).map((text) => usageRecord.parse(JSON.parse(text)));
    assert.deepEqual(
      records.map((record) => record.kind === 'request' && [record.account, record.route, record.extra]),
      [
        ['ip:127.0.0.1', 'GET /', { database: 12.5 }],
        ['token', 'GET /', { database: 12.5 }],
      ],
    );
  });

  test('then refuses, when a limit is enforced that a few requests use up', async () => {
    const [, options = ''] = /`createThrottle\(\{ (mode: 'enforce'.*) \}\)`/.exec(readme) ?? [];
    assert.match(options, /units: \d+/);
    const { port } = await start((program) => program.replace('createThrottle({', `createThrottle({ ${options},`));
    let answer = await ask(port, '/');
    for (let tries = 0; tries < 50 && answer.status === 200; tries++) answer = await ask(port, '/');
    assert.equal(answer.status, 429);
    const [, example = ''] = /```\nHTTP\/1\.1 429[^\n]*\n([\s\S]*?)\n\n/.exec(readme) ?? [];
    for (const header of example.split('\n')) {
      const name = header.split(':')[0] ?? '';
      assert(answer.headers.includes(name), `${name} in ${answer.headers}`);
    }
    assert.equal(JSON.parse(answer.body).title, 'Quota exceeded');
  });
});
