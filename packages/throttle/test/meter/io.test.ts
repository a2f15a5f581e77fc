import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { throttleListener } from '../../src/adapters/node-http.ts';
import { createThrottle } from '../../src/create-throttle.ts';
import { noIo, parseIo } from '../../src/meter/io-counts.ts';
import type { ThrottleOptions } from '../../src/options.ts';
import { Throttle } from '../../src/throttle.ts';
import { KeptRecords } from '../records.ts';
import { serve } from '../served.ts';

const run = promisify(execFile);
const file = join(tmpdir(), `fivewhys-io-${process.pid}`);

async function served(options: ThrottleOptions) {
  const records = new KeptRecords();
  const throttle = createThrottle({ io: true, attributor: 'exact', records, ...options });
  after(() => throttle.close());
  const server = await serve(
    createServer(
      throttleListener(throttle, async (request, response) => {
        if (request.url === '/sync') for (let count = 0; count < 20; count++) readFileSync(file);
        if (request.url === '/pool') for (let count = 0; count < 5; count++) await readFile(file);
        if (request.url === '/child') await run('dd', ['if=/dev/zero', 'of=/dev/null', 'bs=10000', 'count=300']);
        response.end('done');
      }),
    ),
  );
  const ask = async (path: string) => {
    const response = await fetch(server.url + path);
    await response.arrayBuffer();
    return response;
  };
  return { records, server, ask };
}

describe('I/O of a request', { skip: platform() !== 'linux' && 'it is read from /proc' }, () => {
  writeFileSync(file, 'x'.repeat(10_000));
  after(() => rmSync(file));

  test('is what its callbacks read and write, and its children; not what others do meanwhile', async () => {
    const { records, server, ask } = await served({});
    await using _ = server;
    await ask('/');
    await Promise.all(['/sync', '/pool', '/child', '/'].map(ask));
    const byRoute = Object.groupBy(await records.requestsOnce(5), ({ route }) => route);
    const [sync, pool, child] = ['GET /sync', 'GET /pool', 'GET /child'].map((route) => byRoute[route]?.[0]?.io);
    const empty = byRoute['GET /']?.at(-1)?.io;
    assert(sync && pool && child && empty, JSON.stringify(byRoute));
    // A file is read by a call, and by another that finds its end; what a response takes comes on top.
    assert(sync.readCalls >= 20 && sync.readCalls <= 60, JSON.stringify(sync));
    assert(sync.readBytes >= 200_000 && sync.readBytes < 230_000, JSON.stringify(sync));
    assert(pool.fileOperations >= 15 && pool.readBytes < 20_000, JSON.stringify(pool));
    assert(child.readCalls >= 300 && child.readCalls < 500, JSON.stringify(child));
    assert(child.writeBytes >= 3_000_000 && child.writeBytes < 3_020_000, JSON.stringify(child));
    assert(empty.readCalls < 20 && empty.readBytes < 20_000 && empty.fileOperations === 0, JSON.stringify(empty));
  });

  test('is said in the headers, as whole numbers', async () => {
    const { server, ask } = await served({});
    await using _ = server;
    const { headers } = await ask('/sync');
    assert.match(headers.get('x-usage-input-ops') ?? '', /^[2-6]\d$/);
    assert.match(headers.get('x-usage-output-ops') ?? '', /^\d$/);
  });

  test('is not said where it is not counted', async () => {
    const { records, server, ask } = await served({ io: false });
    await using _ = server;
    const { headers } = await ask('/sync');
    assert.equal(headers.get('x-usage-input-ops'), null);
    assert.equal((await records.requestsOnce(1))[0]?.io, undefined);
  });

  test('costs what it weighs, and then every request is measured', async () => {
    const { records, server, ask } = await served({
      attributor: undefined as never,
      weights: { ioCall: 10, ioMegabyte: 100, cpuSecond: 0 },
    });
    await using _ = server;
    await ask('/sync');
    const [record] = await records.requestsOnce(1);
    const { io } = record ?? {};
    assert(io !== undefined && record?.measured);
    const calls = io.readCalls + io.writeCalls + io.fileOperations;
    assert(Math.abs(record.cost - calls * 10 - (io.readBytes + io.writeBytes) / 1e4) < 0.01, JSON.stringify(record));
    const sampled = { attributor: 'sampled', weights: { ioCall: 1 } } as const;
    assert.throws(() => new Throttle(sampled), { code: 'THROTTLE_OPTION_INVALID' });
  });
});

test('the text of /proc/PID/io is read by its figures', () => {
  const text = 'rchar: 323934931\nwchar: 323929600\nsyscr: 632687\nsyscw: 632675\nread_bytes: 0\n';
  assert.deepEqual(parseIo(Buffer.from(text), noIo()), {
    readBytes: 323934931,
    writeBytes: 323929600,
    readCalls: 632687,
    writeCalls: 632675,
  });
  assert.deepEqual(parseIo(Buffer.from(''), noIo()), noIo());
});
