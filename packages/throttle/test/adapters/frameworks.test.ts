import assert from 'node:assert/strict';
import { get, type Server } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Context, Hono } from 'hono';
import { throttleHono } from '../../src/adapters/hono.ts';
import { createThrottle } from '../../src/create-throttle.ts';
import type { ThrottleOptions } from '../../src/options.ts';
import { KeptRecords } from '../records.ts';
import { accountOf, frameworks } from './frameworks.ts';

for (const framework of frameworks) {
  describe(`throttled by cost, ${framework.name}`, () => {
    const records = new KeptRecords();
    let server: Server;
    let url = '';
    let close: () => Promise<void>;
    let entered: () => number;
    let seen = 0;

    before(async () => {
      const options = { attributor: 'exact', mode: 'enforce', records } as const;
      const plans = { default: { units: 1_000_000, windowS: 3600 }, small: { units: 100, windowS: 3600 } };
      const started = await framework.start({
        ...options,
        plans,
        account: (request: { headers?: unknown; req?: unknown }) => accountOf(request),
        plan: (account: string) => (account === 'heavy' ? 'small' : 'default'),
      } as unknown as ThrottleOptions<never>);
      ({ server, close, entered } = started);
      if (!server.listening) await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
    });

    after(async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await close();
    });

    async function ask(path: string, init: RequestInit = {}) {
      const response = await fetch(url + path, init);
      const text = await response.text();
      seen += 1;
      const record = (await records.requestsOnce(seen))[seen - 1];
      assert(record);
      return { response, text, record, cpuMs: record.userCpuMs + record.systemCpuMs };
    }

    test('charges what a handler burns before and after it waited, and what it adds', async () => {
      for (let count = 0; count < 3; count++) {
        const { response, text, record, cpuMs } = await ask('/burn/7');
        assert.equal(text, 'done');
        // The first request of a framework compiles it.
        if (count > 0) assert(cpuMs > 19.5 && cpuMs < 24, `${cpuMs} ms`);
        assert.deepEqual(record.extra, { database: 2.5 });
        assert.equal(record.route, framework.route);
        const cost = Number(response.headers.get('x-usage-request-cost'));
        assert(cost > 650 && cost <= record.cost + 0.01, `${cost} of ${record.cost}`);
        assert.match(response.headers.get('ratelimit') ?? '', /^"usage";r=99\d{4};t=\d+$/);
      }
    });

    test('charges twenty requests at once no more than what they burn', async () => {
      const before = records.requests.length;
      await Promise.all(Array.from({ length: 20 }, async () => (await fetch(`${url}/burn/7`)).text()));
      seen += 20;
      const each = (await records.requestsOnce(seen))
        .slice(before)
        .map(({ userCpuMs, systemCpuMs }) => userCpuMs + systemCpuMs);
      for (const cpuMs of each) assert(cpuMs > 19.5 && cpuMs < 25, `${each}`);
    });

    test('answers an error of a handler as ever, and charges it', async () => {
      const { response, record, cpuMs } = await ask('/throws');
      assert.deepEqual([response.status, record.status], [500, 500]);
      assert(cpuMs > 4.9, `${cpuMs} ms`);
    });

    test('lets a response stream, and charges it to its end', async () => {
      const { response, text, cpuMs } = await ask('/stream');
      assert.equal(text, 'firstlast');
      assert(Number(response.headers.get('x-usage-request-cost')) < 320);
      assert(cpuMs > 9.9, `${cpuMs} ms`);
    });

    test('charges a handler that comes after a body was read', async () => {
      const init = { method: 'POST', body: '{"a":1}', headers: { 'content-type': 'application/json' } };
      // Body parsers load what they need at the first body.
      await ask('/body', init);
      const { text, cpuMs } = await ask('/body', init);
      assert.equal(text, '{"a":1}');
      assert(cpuMs > 9.9 && cpuMs < 18, `${cpuMs} ms`);
    });

    test('lets an aborted request go', async () => {
      const request = get(`${url}/burn/7`);
      request.on('error', () => {});
      while (entered() === seen) await sleep(1);
      request.destroy();
      seen += 1;
      const record = (await records.requestsOnce(seen))[seen - 1];
      assert.equal(record?.method, 'GET');
    });

    test('leaves upgrades alone', async () => {
      const before = entered();
      const onUpgrade = (_request: unknown, socket: Duplex) => socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\n');
      server.on('upgrade', onUpgrade);
      const socket = connect((server.address() as { port: number }).port, '127.0.0.1');
      socket.write('GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
      const answer = String(await new Promise((resolve) => socket.once('data', resolve)));
      server.off('upgrade', onUpgrade);
      socket.destroy();
      assert.equal(answer, 'HTTP/1.1 101 Switching Protocols\r\n\r\n');
      assert.equal(entered(), before);
    });

    test('refuses an account in debt with a problem, and lets its handler alone', async () => {
      const headers = { 'x-account': 'heavy' };
      assert.equal((await ask('/burn/7', { headers })).response.status, 200);
      const { response, text, record } = await ask('/burn/7', { headers });
      assert.equal(response.status, 429);
      assert.match(response.headers.get('content-type') ?? '', /^application\/problem\+json/);
      assert(Number(response.headers.get('retry-after')) > 15_000);
      assert.equal(JSON.parse(text).title, 'Quota exceeded');
      assert.deepEqual([record.refused, record.status, record.cost], [true, 429, 0]);
      assert.equal((await ask('/burn/7', { headers: { 'x-account': 'other' } })).response.status, 200);
    });
  });
}

test('an application of Hono that Node.js does not serve is told so', async () => {
  const throttle = createThrottle<Context>();
  const app = new Hono();
  app.onError((error, context) => context.text((error as { code?: string }).code ?? 'none', 500));
  app.use(throttleHono(throttle));
  app.get('/', (context) => context.text('x'));
  assert.equal(await (await app.request('/')).text(), 'THROTTLE_HONO_WITHOUT_NODE');
  await throttle.close();
});
