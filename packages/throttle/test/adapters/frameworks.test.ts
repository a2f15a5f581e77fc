import assert from 'node:assert/strict';
import { createServer, get, type Server } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { serve as serveHono } from '@hono/node-server';
import express from 'express';
import Fastify, { type FastifyRequest } from 'fastify';
import { type Context, Hono } from 'hono';
import { streamText } from 'hono/streaming';
import Koa from 'koa';
import { throttleExpress } from '../../src/adapters/express.ts';
import { type FastifyRequestLike, throttleFastify } from '../../src/adapters/fastify.ts';
import { throttleHono } from '../../src/adapters/hono.ts';
import { throttleKoa } from '../../src/adapters/koa.ts';
import { createThrottle } from '../../src/create-throttle.ts';
import type { ThrottleOptions } from '../../src/options.ts';
import { burn } from '../burn.ts';
import { KeptRecords } from '../records.ts';

/** One application per framework, all with the same routes: /burn/:id, /throws, /stream, /body. */
interface Framework {
  readonly name: string;
  /** What the framework calls the route of /burn/7, if it tells before the handler; else the shape of the path. */
  readonly route: string;
  start(
    options: ThrottleOptions<never>,
  ): Promise<{ readonly server: Server; readonly close: () => Promise<void>; readonly entered: () => number }>;
}

async function work(cost: { add(name: string, units: number): void } | undefined): Promise<string> {
  cost?.add('database', 2.5);
  burn(10);
  await sleep(2);
  burn(10);
  return 'done';
}

const frameworks: readonly Framework[] = [
  {
    name: 'Express 5',
    route: 'GET /burn/:id',
    async start(options) {
      const throttle = createThrottle<express.Request>(options as ThrottleOptions<express.Request>);
      const app = express();
      app.use(throttleExpress(throttle));
      app.use(express.json());
      app.get('/burn/:id', async (request, response) => {
        response.send(await work(request.cost));
      });
      app.get('/throws', async () => {
        burn(5);
        throw new Error('of the handler');
      });
      app.get('/stream', async (_request, response) => {
        response.write('first');
        await sleep(2);
        burn(10);
        response.end('last');
      });
      app.post('/body', (request, response) => {
        burn(10);
        response.json(request.body);
      });
      app.use(((_error, _request, response, _next) => {
        response.status(500).send('failed');
      }) satisfies express.ErrorRequestHandler);
      return { server: createServer(app), close: () => throttle.close(), entered: () => throttle.report().requests };
    },
  },
  {
    name: 'Fastify 5',
    route: 'GET /burn/:number',
    async start(options) {
      const throttle = createThrottle<FastifyRequest>(options as ThrottleOptions<FastifyRequest>);
      const app = Fastify();
      await app.register(throttleFastify(throttle));
      app.get('/burn/:number', (request) => work((request as FastifyRequestLike).cost));
      app.get('/throws', async () => {
        burn(5);
        throw new Error('of the handler');
      });
      app.get('/stream', async (_request, reply) => {
        reply.hijack();
        reply.raw.write('first');
        await sleep(2);
        burn(10);
        reply.raw.end('last');
      });
      app.post('/body', async (request) => {
        burn(10);
        return request.body;
      });
      await app.ready();
      return { server: app.server, close: () => throttle.close(), entered: () => throttle.report().requests };
    },
  },
  {
    name: 'Koa 3',
    route: 'GET /burn/:id',
    async start(options) {
      const throttle = createThrottle<Koa.Context>(options as ThrottleOptions<Koa.Context>);
      const app = new Koa();
      app.silent = true;
      app.use(throttleKoa(throttle));
      app.use(async (context) => {
        if (context.path.startsWith('/burn')) context.body = await work(context.req.cost);
        else if (context.path === '/throws') {
          burn(5);
          throw new Error('of the handler');
        } else if (context.path === '/stream') {
          context.respond = false;
          context.res.statusCode = 200;
          context.res.write('first');
          await sleep(2);
          burn(10);
          context.res.end('last');
        } else {
          let text = '';
          for await (const chunk of context.req) text += chunk;
          burn(10);
          context.body = JSON.parse(text);
        }
      });
      return {
        server: createServer(app.callback()),
        close: () => throttle.close(),
        entered: () => throttle.report().requests,
      };
    },
  },
  {
    name: 'Hono 4',
    route: 'GET /burn/:id',
    async start(options) {
      const throttle = createThrottle<Context>(options as ThrottleOptions<Context>);
      const app = new Hono<{ Bindings: { incoming: import('node:http').IncomingMessage } }>();
      app.onError((_error, context) => context.text('failed', 500));
      app.use(throttleHono(throttle));
      app.get('/burn/:id', async (context) => context.text(await work(context.env.incoming.cost)));
      app.get('/throws', () => {
        burn(5);
        throw new Error('of the handler');
      });
      app.get('/stream', (context) =>
        streamText(context, async (stream) => {
          await stream.write('first');
          await sleep(2);
          burn(10);
          await stream.write('last');
        }),
      );
      app.post('/body', async (context) => {
        const body = await context.req.json();
        burn(10);
        return context.json(body);
      });
      const server = serveHono({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }) as Server;
      return { server, close: () => throttle.close(), entered: () => throttle.report().requests };
    },
  },
];

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

/** Express and Fastify have the headers in the request, Koa in its context, Hono behind a call. */
function accountOf(request: { readonly headers?: unknown; readonly req?: unknown }): string | undefined {
  const hono = request.req as { header?: (name: string) => string | undefined } | undefined;
  if (typeof hono?.header === 'function') return hono.header('x-account');
  return (request.headers as Record<string, string> | undefined)?.['x-account'];
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
