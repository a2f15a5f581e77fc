import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { GlideClient, GlideClusterClient, Logger } from '@valkey/valkey-glide';
import { Cluster, Redis } from 'ioredis';
import { createCluster, createSentinel } from 'redis';
import {
  fromIoredis,
  fromNodeRedisCluster,
  fromNodeRedisSentinel,
  fromValkeyGlide,
  type SendCommand,
} from '../../src/stores/redis-commands.ts';
import { RedisStore, type RedisStoreOptions } from '../../src/stores/redis-store.ts';
import { describeStore } from './conformance.ts';
import { RedisCluster } from './redis-cluster.ts';
import { RedisSentinel } from './redis-sentinel.ts';
import { noRedis, RedisServer } from './redis-server.ts';

/** So slow a refill that none of these tests sees it. */
const quota = { units: 1000, windowS: 1e7 };
const host = '127.0.0.1';
let prefixes = 0;
const made = (send: SendCommand, options: Partial<RedisStoreOptions> = {}) =>
  new RedisStore({ send, prefix: `f${prefixes++}:`, flushMs: 1e8, limitMs: 2000, ...options });

/** Flushes until nothing waits: a client that follows a failover may need several tries. */
async function settled(store: RedisStore): Promise<void> {
  for (let tries = 0; tries < 3000; tries++) {
    await store.flush();
    const { state, shared } = store.health();
    if (state === 'ok' && shared?.pendingUnits === 0) return;
    await sleep(10);
  }
  assert.fail(JSON.stringify(store.health()));
}

const left = (store: RedisStore, account = 'x'): number => Math.round(store.remaining(account, quota, 0));
const closers: (() => unknown)[] = [];
const later = <T>(client: T, close: (client: T) => unknown): T => {
  closers.push(() => close(client));
  return client;
};
after(async () => {
  for (const close of closers.reverse()) await close();
});

describe('a store behind valkey-glide', { skip: noRedis }, () => {
  let server: RedisServer;
  let client: GlideClient;
  before(async () => {
    Logger.init('off');
    server = later(await RedisServer.start(), (it) => it[Symbol.asyncDispose]());
    client = later(
      await GlideClient.createClient({ addresses: [{ host, port: server.port }], requestTimeout: 500 }),
      (it) => it.close(),
    );
  });

  describeStore('Redis by valkey-glide', async () => made(fromValkeyGlide(client)));

  test('shares balances, and goes on after the script cache was flushed', async () => {
    const prefix = 'glide:';
    const [a, b] = [made(fromValkeyGlide(client), { prefix }), made(fromValkeyGlide(client), { prefix })];
    a.charge('x', quota, 400, 0);
    await a.flush();
    await client.customCommand(['SCRIPT', 'FLUSH']);
    b.charge('x', quota, 100, 0);
    await b.flush();
    assert.deepEqual([left(b), b.health().state, b.health().shared?.lostUnits], [500, 'ok', 0]);
    await Promise.all([a.close(), b.close()]);
  });

  test('waits for nothing while the server hangs', async () => {
    const store = made(fromValkeyGlide(client), { flushMs: 20, limitMs: 50 });
    server.hang();
    for (let count = 0; count < 400 && store.health().state === 'ok'; count++) {
      const startMs = performance.now();
      store.charge('x', quota, 1, 0);
      assert(performance.now() - startMs < 50);
      await sleep(5);
    }
    server.goOn();
    assert.equal(store.health().state, 'local');
    await settled(store);
    await store.close();
  });
});

describe('a store behind Sentinel', { skip: noRedis }, () => {
  for (const name of ['ioredis', 'node-redis'] as const) {
    test(`goes on at the replica when the master is gone, with ${name}, and refuses nobody meanwhile`, async () => {
      await using fleet = await RedisSentinel.start();
      const { send, close } = await sentinelClient(name, fleet.port);
      const store = made(send, { flushMs: 20, limitMs: 50, prefix: `s-${name}:` });
      store.charge('x', quota, 300, 0);
      await settled(store);
      const startMs = performance.now();
      // The replica has the balance before the master goes.
      const replica = new Redis(fleet.replica.port, host);
      while ((await replica.exists(`s-${name}:x`)) === 0) await sleep(10);
      replica.disconnect();
      await fleet.master.stop();
      let slowestMs = 0;
      while (store.health().shared?.outages === 0 || store.health().state !== 'ok') {
        const beforeMs = performance.now();
        assert(store.remaining('x', quota, 0) > 0, 'the account is not refused by mistake');
        store.reserve('x', quota, 0.001, 0);
        store.settle('x', quota, 0.001, 0.001, 0);
        slowestMs = Math.max(slowestMs, performance.now() - beforeMs);
        assert(performance.now() - startMs < 60_000, JSON.stringify(store.health()));
        await sleep(10);
      }
      await settled(store);
      const other = made(send, { prefix: `s-${name}:` });
      other.charge('x', quota, 0, 0);
      await settled(other);
      assert.equal(left(other), 700);
      const { shared } = store.health();
      assert((shared?.outages ?? 0) >= 1 && (shared?.outageMs ?? 0) > 0, JSON.stringify(shared));
      // A request took what its process took to answer, not what the store did.
      assert(slowestMs < 50, `${slowestMs} ms`);
      await Promise.all([store.close(), other.close()]);
      await close();
    });
  }
});

async function sentinelClient(name: 'ioredis' | 'node-redis', port: number) {
  if (name === 'ioredis') {
    const client = new Redis({
      sentinels: [{ host, port }],
      name: 'main',
      retryStrategy: () => 50,
      sentinelRetryStrategy: () => 50,
      maxRetriesPerRequest: 0,
    });
    client.on('error', () => {});
    return { send: fromIoredis(client), close: async () => client.disconnect() };
  }
  const client = createSentinel({ name: 'main', sentinelRootNodes: [{ host, port }], scanInterval: 100 });
  client.on('error', () => {});
  await client.connect();
  return { send: fromNodeRedisSentinel(client), close: async () => client.destroy() };
}

describe('a store behind a Cluster', { skip: noRedis }, () => {
  let cluster: RedisCluster;
  const sends: Record<string, SendCommand> = {};
  before(async () => {
    cluster = later(await RedisCluster.start(), (it) => it[Symbol.asyncDispose]());
    const nodes = cluster.ports.map((port) => ({ host, port }));
    const ioredis = later(new Cluster([...nodes]), (it) => it.disconnect());
    ioredis.on('error', () => {});
    sends.ioredis = fromIoredis(ioredis);
    const nodeRedis = createCluster({ rootNodes: nodes.map(({ port }) => ({ url: `redis://${host}:${port}` })) });
    nodeRedis.on('error', () => {});
    await nodeRedis.connect();
    later(nodeRedis, (it) => it.destroy());
    sends['node-redis'] = fromNodeRedisCluster(nodeRedis);
    const glide = await GlideClusterClient.createClient({ addresses: nodes, requestTimeout: 1000 });
    sends['valkey-glide'] = fromValkeyGlide(later(glide, (it) => it.close()));
  });

  for (const name of ['ioredis', 'node-redis', 'valkey-glide']) {
    const send: SendCommand = (key, command) => (sends[name] as SendCommand)(key, command);
    describeStore(`a Cluster by ${name}`, async () => made(send));

    test(`spreads accounts over the nodes, each with its own balance, by ${name}`, async () => {
      const prefix = `spread-${name}:`;
      const [a, b] = [made(send, { prefix }), made(send, { prefix })];
      for (let index = 0; index < 50; index++) a.charge(`{account} ${index}`.slice(index % 2), quota, index, 0);
      await settled(a);
      for (let index = 0; index < 50; index++) b.charge(`{account} ${index}`.slice(index % 2), quota, 0, 0);
      await settled(b);
      for (let index = 0; index < 50; index++)
        assert.equal(left(b, `{account} ${index}`.slice(index % 2)), 1000 - index);
      await Promise.all([a.close(), b.close()]);
    });

    test(`follows a slot that moves, without losing a charge, by ${name}`, async () => {
      const prefix = `moved-${name}:`;
      const store = made(send, { prefix });
      store.charge('x', quota, 300, 0);
      await settled(store);
      await cluster.moveSlot(`${prefix}x`, async () => {
        store.charge('x', quota, 50, 0);
        await settled(store);
      });
      store.charge('x', quota, 50, 0);
      await settled(store);
      const other = made(send, { prefix });
      other.charge('x', quota, 0, 0);
      await settled(other);
      assert.deepEqual([left(store), left(other), store.health().shared?.lostUnits], [600, 600, 0]);
      await Promise.all([store.close(), other.close()]);
    });
  }
});
