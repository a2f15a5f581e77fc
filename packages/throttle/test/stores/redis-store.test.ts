import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { createClient } from 'redis';
import { fromIoredis, fromNodeRedis, type SendCommand } from '../../src/stores/redis-commands.ts';
import { RedisStore, type RedisStoreOptions } from '../../src/stores/redis-store.ts';
import { describeStore } from './conformance.ts';
import { noRedis, RedisServer } from './redis-server.ts';

/** So slow a refill that none of these tests sees it. */
const quota = { units: 1000, windowS: 1e7 };
/** The background work is started by the tests. */
const byHand = 1e8;

describe('Redis', { skip: noRedis }, () => {
  let server: RedisServer;
  let ioredis: Redis;
  let nodeRedis: ReturnType<typeof createClient>;
  let prefixes = 0;

  before(async () => {
    server = await RedisServer.start();
    ioredis = new Redis(server.port, '127.0.0.1', { retryStrategy: () => 20, maxRetriesPerRequest: 0 });
    ioredis.on('error', () => {});
    nodeRedis = createClient({ url: `redis://127.0.0.1:${server.port}`, socket: { reconnectStrategy: () => 20 } });
    nodeRedis.on('error', () => {});
    await nodeRedis.connect();
  });

  after(async () => {
    ioredis.disconnect();
    nodeRedis.destroy();
    await server[Symbol.asyncDispose]();
  });

  const clients: Readonly<Record<string, () => SendCommand>> = {
    ioredis: () => fromIoredis(ioredis),
    'node-redis': () => fromNodeRedis(nodeRedis),
  };
  const made = (send: SendCommand, options: Partial<RedisStoreOptions> = {}) =>
    new RedisStore({ send, prefix: `t${prefixes++}:`, flushMs: byHand, limitMs: 1000, ...options });

  for (const [name, send] of Object.entries(clients)) {
    describeStore(`Redis by ${name}`, async () => made(send()));

    describe(`processes that share a Redis by ${name}`, () => {
      test('see what the others charged, once it is sent', async () => {
        const prefix = `shared-${name}:`;
        const [a, b] = [made(send(), { prefix }), made(send(), { prefix })];
        a.charge('x', quota, 400.5, 0);
        await a.flush();
        b.charge('x', quota, 100, 0);
        assert.equal(b.remaining('x', quota, 0), 900);
        await b.flush();
        assert.equal(Math.round(b.remaining('x', quota, 0) * 10) / 10, 499.5);
        a.charge('x', quota, 0, 0);
        await a.flush();
        assert.equal(Math.round(a.remaining('x', quota, 0) * 10) / 10, 499.5);
        await Promise.all([a.close(), b.close()]);
      });

      test('ask for an account that is new to them before it has cost anything', async () => {
        const prefix = `asked-${name}:`;
        const [a, b] = [made(send(), { prefix }), made(send(), { prefix })];
        a.charge('x', quota, 1200, 0);
        await a.flush();
        b.reserve('x', quota, 1, 0);
        await b.flush();
        assert.equal(Math.round(b.remaining('x', quota, 0)), -201);
        await Promise.all([a.close(), b.close()]);
      });

      test('go on after the script cache was flushed', async () => {
        const store = made(send());
        store.charge('x', quota, 1, 0);
        await store.flush();
        await send()('', ['SCRIPT', 'FLUSH']);
        store.charge('x', quota, 1, 0);
        await store.flush();
        assert.equal(store.health().state, 'ok');
        assert.deepEqual(store.health().shared?.pendingUnits, 0);
        assert.equal(Math.round(store.remaining('x', quota, 0)), 998);
        await store.close();
      });
    });
  }

  test('an account whose quota is whole has no key, and one in debt has one until it is whole', async () => {
    const store = made(fromIoredis(ioredis), { prefix: 'expiry:' });
    store.charge('x', { units: 10, windowS: 1 }, 0, 0);
    await store.flush();
    assert.equal(await ioredis.exists('expiry:x'), 0);
    store.charge('x', { units: 10, windowS: 1 }, 25, 0);
    await store.flush();
    const livesMs = await ioredis.pttl('expiry:x');
    assert(livesMs > 2500 && livesMs <= 3500, `${livesMs} ms`);
    await store.close();
  });

  test('a clock that went back by an hour stops no refilling', async () => {
    const store = made(fromIoredis(ioredis), { prefix: 'clock:' });
    const fast = { units: 1000, windowS: 1 };
    await ioredis.hset('clock:x', { left: '-100', at: String(Date.now() + 3_600_000) });
    store.charge('x', fast, 0, 0);
    await store.flush();
    assert.equal(store.remaining('x', fast, 0), -100);
    await sleep(200);
    store.charge('x', fast, 0, 200);
    await store.flush();
    assert(store.remaining('x', fast, 200) > 50);
    await store.close();
  });

  test('nonsense instead of a balance is an outage and no balance', async () => {
    for (const nonsense of ['abc', null, 5, ['1'], 'nan', 'inf']) {
      const store = made(async () => nonsense);
      store.charge('x', quota, 100, 0);
      await store.flush();
      assert.equal(store.remaining('x', quota, 0), 900, JSON.stringify(nonsense));
      assert.match(store.health().shared?.lastError ?? '', /not a balance/);
      await store.close();
    }
  });

  describe('when the server', () => {
    /** Asks and charges as requests do, while the background work runs, and tells how long the slowest call took. */
    async function useFor(store: RedisStore, ms: number, cost: number): Promise<number> {
      const startMs = performance.now();
      let slowestMs = 0;
      while (performance.now() - startMs < ms) {
        const beforeMs = performance.now();
        assert(store.remaining('x', quota, 0) > -1e9);
        store.reserve('x', quota, 1, 0);
        store.settle('x', quota, 1, cost, 0);
        slowestMs = Math.max(slowestMs, performance.now() - beforeMs);
        await sleep(5);
      }
      return slowestMs;
    }

    async function eventually(what: string, holds: () => boolean): Promise<void> {
      for (let tries = 0; tries < 600; tries++) {
        if (holds()) return;
        await sleep(10);
      }
      assert.fail(what);
    }

    for (const [name, send] of Object.entries(clients)) {
      for (const [what, begin, end] of [
        ['hangs', async () => server.hang(), async () => server.goOn()],
        ['is gone', () => server.stop(), () => server.start()],
      ] as const) {
        test(`${what}, requests by ${name} don't wait, the outage is counted, and it ends by itself`, async () => {
          const store = made(send(), { flushMs: 20, limitMs: 50, prefix: `${what}-${name}:` });
          store.charge('x', quota, 100, 0);
          await eventually('the first charge is sent', () => store.health().shared?.pendingUnits === 0);
          await begin();
          const slowestMs = await useFor(store, 500, 1);
          assert(slowestMs < 50, `${slowestMs} ms`);
          const health = store.health();
          assert.deepEqual([health.state, health.shared?.outages], ['local', 1]);
          const left = store.remaining('x', quota, 0);
          assert(left < 890 && left > 700, `${left}`);
          await end();
          await eventually('the outage ends', () => store.health().state === 'ok');
          await eventually('what waited is sent', () => store.health().shared?.pendingUnits === 0);
          assert((store.health().shared?.outageMs ?? 0) > 300);
          await store.close();
        });
      }
    }

    test('is slow, answers count however late they come', async () => {
      const slow: SendCommand = async (key, command) => {
        await sleep(150);
        return fromIoredis(ioredis)(key, command);
      };
      const store = made(slow, { flushMs: 10, limitMs: 30, prefix: 'slow:' });
      store.charge('x', quota, 300, 0);
      await ioredis.eval(
        "return redis.call('HSET', KEYS[1], 'left', '500', 'at', ARGV[1])",
        1,
        'slow:x',
        String(Date.now()),
      );
      await eventually('the balance arrives', () => Math.round(store.remaining('x', quota, 0)) === 200);
      await store.close();
    });

    test('is gone, nobody is let in if that is wanted', async () => {
      const send: SendCommand = () => Promise.reject(new Error('connect ECONNREFUSED'));
      const store = made(send, { flushMs: 5, onOutage: 'refuse' });
      assert.equal(store.remaining('x', quota, 0), 1000);
      store.charge('x', quota, 1, 0);
      await eventually('the outage is seen', () => {
        store.charge('x', quota, 1, 0);
        return store.health().state === 'local';
      });
      assert.equal(store.remaining('x', quota, 0), 0);
      await store.close();
    });
  });
});
