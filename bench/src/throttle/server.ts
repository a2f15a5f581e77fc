/**
 * One server of the benchmark, in a process of its own: `server.ts FRAMEWORK VARIANT WORK_US [REDIS_PORT]`. It tells its port over IPC, and answers `read` with what it used since
 * the last time.
 */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import process from 'node:process';
import fastifyRateLimit from '@fastify/rate-limit';
import {
  createThrottle,
  fromIoredis,
  RedisStore,
  type ThrottleOptions,
  throttleExpress,
  throttleFastify,
  throttleListener,
} from '@fivewhys/throttle';
import express from 'express';
import { rateLimit } from 'express-rate-limit';
import Fastify, { type FastifyRequest } from 'fastify';
import { Redis } from 'ioredis';
import { RateLimiterRedis } from 'rate-limiter-flexible';
import { addConstantLines } from './constant-lines.ts';
import { burn } from './work.ts';

const [framework = '', variant = '', workUs = '0', redisPort] = process.argv.slice(2);
const isBare = variant === 'bare' || variant === 'again';
/** Off until the code is compiled: a few hundred requests of 5 ms are not enough for that. */
let works = false;
const work = Number(workUs) === 0 ? () => {} : () => works && burn(Number(workUs));
const redis = redisPort === undefined ? undefined : new Redis(Number(redisPort), '127.0.0.1');

function answer(): string {
  work();
  return 'hello, world';
}

/** The throttle, or it without a part, to show what that part takes: where the random number is always 1, no request is chosen to be measured, and each is charged the nothing that is known of it. */
function options<Request>(): ThrottleOptions<Request> {
  if (variant === 'unmeasured') return { random: () => 1 };
  if (variant === 'headless') return { random: () => 1, usageHeaders: false };
  if (variant === 'exact' || variant === 'slices' || variant === 'sampled') return { attributor: variant };
  return variant === 'redis' && redis !== undefined ? { store: new RedisStore({ send: fromIoredis(redis) }) } : {};
}

async function listener(): Promise<RequestListener> {
  if (framework === 'node:http') {
    const bare: RequestListener = (_request, response) => {
      response.end(answer());
    };
    return isBare ? bare : (throttleListener(createThrottle(options()), bare) as RequestListener);
  }
  return framework === 'fastify' ? onFastify() : onExpress();
}

async function onFastify(): Promise<RequestListener> {
  const app = Fastify();
  if (variant === 'peer') await app.register(fastifyRateLimit, { max: 1e9 });
  else if (variant === 'hook') app.addHook('onRequest', (_request, _reply, done) => done());
  else if (variant === 'lines')
    app.addHook('onRequest', (_request, reply, done) => {
      addConstantLines(reply.raw);
      done();
    });
  else if (!isBare) await app.register(throttleFastify(createThrottle<FastifyRequest>(options())));
  app.get('/', (_request, reply) => {
    reply.send(answer());
  });
  await app.ready();
  return app.routing as RequestListener;
}

async function onExpress(): Promise<RequestListener> {
  const app = express();
  if (variant === 'peer') app.use(rateLimit({ limit: 1e9, standardHeaders: 'draft-8', legacyHeaders: false }));
  else if (variant === 'lines')
    app.use((_request, response, next) => {
      addConstantLines(response);
      next();
    });
  else if (variant === 'redis-peer') {
    const limiter = new RateLimiterRedis({ storeClient: redis, points: 1e9, duration: 60 });
    app.use(async (request, _response, next) => {
      await limiter.consume(request.ip ?? '');
      next();
    });
  } else if (!isBare) app.use(throttleExpress(createThrottle<express.Request>(options())));
  app.get('/', (_request, response) => {
    response.send(answer());
  });
  return app as RequestListener;
}

const server = createServer(await listener());
// Connections wait while the others have their turns.
server.keepAliveTimeout = 0;
server.headersTimeout = 0;
server.requestTimeout = 0;
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
let before = process.cpuUsage();
process.on('message', (message) => {
  works ||= message === 'work';
  const { user, system } = process.cpuUsage(before);
  process.send?.({ cpuUs: user + system, rssMb: process.memoryUsage.rss() / 1e6 });
  before = process.cpuUsage();
});
process.on('disconnect', () => process.exit());
