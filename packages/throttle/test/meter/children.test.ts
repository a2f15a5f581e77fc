import assert from 'node:assert/strict';
import { execFile, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { throttleListener } from '../../src/adapters/node-http.ts';
import { createThrottle } from '../../src/create-throttle.ts';
import { Children } from '../../src/meter/children.ts';
import { RequestUsage } from '../../src/meter/request-usage.ts';
import { KeptRecords } from '../records.ts';
import { serve } from '../served.ts';

const run = promisify(execFile);
const burnForMs = (ms: number): string[] => [
  '-e',
  `const start = process.cpuUsage(); for (;;) { const { user, system } = process.cpuUsage(start); if (user + system > ${ms} * 1000) break; }`,
];

describe('child processes', { skip: platform() !== 'linux' && 'the times of children are read from /proc' }, () => {
  test('are charged to the request that started them, also when they overlap and end together', async () => {
    const records = new KeptRecords();
    const throttle = createThrottle({ records });
    after(() => throttle.close());
    await using served = await serve(
      createServer(
        throttleListener(throttle, async (request, response) => {
          await run(process.execPath, burnForMs(Number(request.url?.slice(1))));
          response.end();
        }),
      ),
    );
    await Promise.all(['/50', '/200', '/400'].map(async (path) => (await fetch(served.url + path)).arrayBuffer()));
    const all = (await records.requestsOnce(3)).toSorted((a, b) => a.childCpuMs - b.childCpuMs);
    // A Node.js that starts takes some 40 ms by itself, more on a busy machine; ticks are 10 ms.
    const own = all.map(({ childCpuMs }, index) => childCpuMs - ([50, 200, 400][index] ?? 0));
    for (const ms of own) assert(ms > 0 && ms < 150, `${own}`);
    for (const record of all) {
      assert.equal(record.children, 1);
      assert(record.cost > (record.childCpuMs / 1000) * (1_000_000 / 30));
    }
  });

  test('that can not be started hold nothing up', async () => {
    const records = new KeptRecords();
    const throttle = createThrottle({ records });
    after(() => throttle.close());
    await using served = await serve(
      createServer(
        throttleListener(throttle, (_request, response) => {
          spawn('/nowhere/to/be/found').on('error', (error) => response.end(error.message));
        }),
      ),
    );
    assert.match(await (await fetch(served.url)).text(), /ENOENT/);
    const [record] = await records.requestsOnce(1);
    assert.equal(record?.children, 1);
    // libuv's fork runs until its exec fails.
    assert((record?.childCpuMs ?? 0) <= 20, `${record?.childCpuMs} ms`);
  });

  test('that are reaped together share what was used by how long they ran', async () => {
    let userUs = 0;
    const usages = [new RequestUsage(0), new RequestUsage(0)] as const;
    let current: RequestUsage | undefined;
    const children = new Children(
      () => current,
      () => ({ userUs, systemUs: 0 }),
    );
    [current] = usages;
    const first = spawn('sleep', ['0.2']);
    current = usages[1];
    const second = spawn('sleep', ['0.2']);
    current = undefined;
    userUs = 40_000;
    // The thread is held up until both have ended, so libuv reaps them in one go.
    execFileSync('sleep', ['0.5']);
    await Promise.all([first, second].map((child) => new Promise((resolve) => child.on('close', resolve))));
    await new Promise((resolve) => setImmediate(resolve));
    children.close();
    const [a, b] = usages.map(({ childUserUs }) => childUserUs) as [number, number];
    assert.equal(Math.round(a + b), 40_000);
    assert(Math.abs(a - b) < 4000, `${a} and ${b}`);
    assert.equal(Math.round(children.attributedUs), 40_000);
  });

  describe('of a Git service', () => {
    const folder = mkdtempSync(join(tmpdir(), 'fivewhys-git-'));
    before(() => {
      const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, stdio: 'ignore' });
      git('init', '-q');
      for (let index = 0; index < 2000; index++) {
        writeFileSync(
          join(folder, `file-${index}`),
          `${index}\n${'some text that compresses '.repeat(200)}${Math.sqrt(index)}`,
        );
      }
      git('add', '.');
      git('-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '-qm', 'files');
    });
    after(() => rmSync(folder, { recursive: true, force: true }));

    test('git upload-pack is charged to the clone, and what it costs is what the kernel says', async () => {
      const records = new KeptRecords();
      const throttle = createThrottle({ records });
      after(() => throttle.close());
      await using served = await serve(
        createServer(
          throttleListener(throttle, (request, response) => {
            const isPack = request.method === 'POST';
            const args = ['upload-pack', '--stateless-rpc', ...(isPack ? [] : ['--advertise-refs']), folder];
            const service = 'application/x-git-upload-pack';
            response.setHeader('Content-Type', `${service}-${isPack ? 'result' : 'advertisement'}`);
            if (!isPack) response.write('001e# service=git-upload-pack\n0000');
            const git = spawn('git', args, { stdio: ['pipe', 'pipe', 'ignore'] });
            request.pipe(git.stdin);
            git.stdout.pipe(response);
          }),
        ),
      );
      const clone = mkdtempSync(join(tmpdir(), 'fivewhys-clone-'));
      after(() => rmSync(clone, { recursive: true, force: true }));
      await run('git', ['-c', 'protocol.version=0', 'clone', '-q', served.url, clone]);
      const [refs, pack] = await records.requestsOnce(2);
      assert.deepEqual([refs?.route, pack?.route], ['GET /info/refs', 'POST /git-upload-pack']);
      assert.deepEqual([refs?.children, pack?.children], [1, 1]);
      assert((pack?.childCpuMs ?? 0) >= 10, `${pack?.childCpuMs} ms for the pack`);
      assert((pack?.bytesOut ?? 0) > 20_000, `${pack?.bytesOut} bytes`);
    });
  });
});
