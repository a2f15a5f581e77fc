import { createServer, type Server } from 'node:http';
import { createServer as createHttp2Server } from 'node:http2';
import { setTimeout as sleep } from 'node:timers/promises';
import { serve as serveHono } from '@hono/node-server';
import express from 'express';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { type Context, Hono } from 'hono';
import { stream } from 'hono/streaming';
import Koa from 'koa';
import { throttleExpress } from '../../src/adapters/express.ts';
import { type FastifyRequestLike, throttleFastify } from '../../src/adapters/fastify.ts';
import { throttleHono } from '../../src/adapters/hono.ts';
import { throttleKoa } from '../../src/adapters/koa.ts';
import { createThrottle } from '../../src/create-throttle.ts';
import type { ThrottleOptions } from '../../src/options.ts';
import { burn } from '../burn.ts';

/** The types of Koa's callback know node:http only. */
function createHttp2(listener: unknown): Server {
  return createHttp2Server(listener as never) as unknown as Server;
}

/** Express and Fastify have the headers in the request, Koa in its context, Hono behind a call. */
export function accountOf(request: { readonly headers?: unknown; readonly req?: unknown }): string | undefined {
  const hono = request.req as { header?: (name: string) => string | undefined } | undefined;
  if (typeof hono?.header === 'function') return hono.header('x-account');
  return (request.headers as Record<string, string> | undefined)?.['x-account'];
}

/** One application per framework, all with the same routes: /burn/:id, /throws, /stream, /body. */
export interface Framework {
  readonly name: string;
  /** What the framework calls the route of /burn/7, if it tells before the handler; else the shape of the path. */
  readonly route: string;
  /** Whether it can be served by node:http2. Express 5 can't: it gives requests the prototype of node:http. */
  readonly hasHttp2: boolean;
  start(
    options: ThrottleOptions<never>,
    isHttp2?: boolean,
  ): Promise<{ readonly server: Server; readonly close: () => Promise<void>; readonly entered: () => number }>;
}

async function work(cost: { add(name: string, units: number): void } | undefined): Promise<string> {
  cost?.add('database', 2.5);
  burn(10);
  await sleep(2);
  burn(10);
  return 'done';
}

export const frameworks: readonly Framework[] = [
  {
    name: 'Express 5',
    hasHttp2: false,
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
    hasHttp2: true,
    route: 'GET /burn/:number',
    async start(options, isHttp2 = false) {
      const throttle = createThrottle<FastifyRequest>(options as ThrottleOptions<FastifyRequest>);
      const app = (isHttp2 ? Fastify({ http2: true }) : Fastify()) as FastifyInstance;
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
    hasHttp2: true,
    route: 'GET /burn/:id',
    async start(options, isHttp2 = false) {
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
        server: isHttp2 ? createHttp2(app.callback()) : createServer(app.callback()),
        close: () => throttle.close(),
        entered: () => throttle.report().requests,
      };
    },
  },
  {
    name: 'Hono 4',
    hasHttp2: true,
    route: 'GET /burn/:id',
    async start(options, isHttp2 = false) {
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
        stream(context, async (part) => {
          await part.write('first');
          await sleep(2);
          burn(10);
          await part.write('last');
        }),
      );
      app.post('/body', async (context) => {
        const body = await context.req.json();
        burn(10);
        return context.json(body);
      });
      const where = { fetch: app.fetch, port: 0, hostname: '127.0.0.1' };
      const server = serveHono(isHttp2 ? { ...where, createServer: createHttp2Server } : where) as Server;
      return { server, close: () => throttle.close(), entered: () => throttle.report().requests };
    },
  },
];
