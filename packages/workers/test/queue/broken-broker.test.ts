import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { describe, it } from 'node:test';
import { Redis } from 'ioredis';
import type { QueueSource } from '../../src/queue/queue-source.ts';
import { noRedis, RedisServer } from '../fixtures/brokers/redis-server.ts';
import { Watching } from '../fixtures/brokers/watching.ts';

/** Every source that goes over the network, at this port. */
const sourcesAt = (port: number): readonly QueueSource[] => [
  { by: 'bullmq', url: `redis://127.0.0.1:${port}`, queue: 'mail', prefix: 'bull' },
  { by: 'redis-stream', url: `redis://127.0.0.1:${port}`, stream: 'mail', group: 'g' },
  { by: 'rabbitmq', url: `http://guest:guest@127.0.0.1:${port}`, queue: 'mail', vhost: '/' },
  { by: 'rabbitmq', url: `amqp://guest:guest@127.0.0.1:${port}`, queue: 'mail', vhost: '/' },
];
const nameOf = (source: QueueSource) => ('url' in source ? `${source.by} ${source.url.split(':')[0]}` : source.by);

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** What a broker of another kind, or none at all, may send. */
const garbage: Readonly<Record<string, string | Buffer>> = {
  'a greeting of mail': '220 mail.example ESMTP\r\n',
  'zero bytes': Buffer.alloc(70_000),
  'a length beyond all bounds': '$999999999999999999999\r\n*-7\r\n',
  'HTML of a proxy': 'HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 6\r\n\r\n<html>',
  'JSON of something else':
    'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 21\r\n\r\n{"messages_ready":"x"}',
};

describe('a broker that can’t be read', () => {
  for (const [what, bytes] of Object.entries(garbage)) {
    it(`and answers with ${what}, leaves the queue unknown`, async () => {
      const server = createServer((socket) => socket.on('error', () => {}).end(bytes));
      const port = await listening(server);
      try {
        for (const source of sourcesAt(port)) {
          using watching = new Watching(source);
          await watching.next('queue-unreadable');
          assert.equal(watching.watch.state.figures, undefined, nameOf(source));
          assert.equal(watching.watch.trend, 'unknown');
        }
      } finally {
        server.close();
      }
    });
  }

  it('and takes connections but never says a word, is given up within the bound', async () => {
    const sockets = new Set<{ destroy(): void }>();
    const server = createServer((socket) => sockets.add(socket.on('error', () => {})));
    const port = await listening(server);
    try {
      for (const source of sourcesAt(port)) {
        using watching = new Watching(source);
        assert.match((await watching.next('queue-unreadable')).because, /no answer within 1000 ms|timeout/);
      }
    } finally {
      for (const socket of sockets) socket.destroy();
      server.close();
    }
  });

  it('is told once, with why; when it is back the figures are told again', { skip: noRedis }, async () => {
    await using server = await RedisServer.start();
    const redis = new Redis(server.url);
    await redis.xgroup('CREATE', 'mail', 'g', '0', 'MKSTREAM');
    redis.disconnect();
    using watching = new Watching({ by: 'redis-stream', url: server.url, stream: 'mail', group: 'g' });
    await watching.next('queue-figures');
    server.hang();
    assert.match((await watching.next('queue-unreadable')).because, /no answer within 1000 ms/);
    assert.equal(watching.watch.state.figures, undefined);
    server.goOn();
    await watching.next('queue-figures', 2);
    await server.stop();
    assert.match((await watching.next('queue-unreadable', 2)).because, /ECONNREFUSED|closed/i);
    await server.start();
    const again = new Redis(server.url);
    await again.xgroup('CREATE', 'mail', 'g', '0', 'MKSTREAM');
    again.disconnect();
    await watching.next('queue-figures', 3);
  });
});
