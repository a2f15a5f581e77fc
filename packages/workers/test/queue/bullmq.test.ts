import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, describe, it } from 'node:test';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { openProbe } from '../../src/queue/open-probe.ts';
import { noRedis, RedisServer } from '../fixtures/brokers/redis-server.ts';

const bound = () => AbortSignal.timeout(10_000);

describe('a BullMQ queue', { skip: noRedis }, () => {
  let server: RedisServer;
  before(async () => {
    server = await RedisServer.start();
  });
  after(() => server[Symbol.asyncDispose]());

  const probeOf = (queue: string) =>
    openProbe({ by: 'bullmq', url: server.url, queue, prefix: 'bull' }, process.cwd(), {});
  const queueOf = (name: string) => new Queue(name, { connection: { host: '127.0.0.1', port: server.port } });

  it('is read as it is: what waits, since when, what is held, what came and what was done with', async () => {
    await using queue = disposable(queueOf('mail'));
    using probe = closing(probeOf('mail'));
    const old = Date.now() - 60_000;
    await queue.add('first', {}, { timestamp: old });
    await queue.add('second', {});
    // Not due yet: it doesn't wait, and is not old.
    await queue.add('later', {}, { timestamp: old - 500_000, delay: 900_000 });
    const before = await probe.read(bound());
    assert.deepEqual([before.waiting, before.active, before.consumers], [2, 0, 0]);
    assert.ok((before.oldestMs ?? 0) >= 60_000 && (before.oldestMs ?? 0) < 120_000, `${before.oldestMs}`);

    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const worker = new Worker('mail', async ({ name }) => (name === 'second' ? await held : undefined), {
      connection: { host: '127.0.0.1', port: server.port },
      removeOnComplete: { count: 0 },
    });
    await Promise.all([once(worker, 'completed'), once(worker, 'active')]);
    while ((await probe.read(bound())).active !== 1 || (await probe.read(bound())).waiting !== 0);
    const during = await probe.read(bound());
    assert.deepEqual([during.waiting, during.active, during.oldestMs, during.consumers], [0, 1, 0, 1]);
    assert.equal((during.arrivedTotal ?? 0) - (before.arrivedTotal ?? 0), 0);
    assert.equal((during.completedTotal ?? 0) - (before.completedTotal ?? 0), 1);
    release();
    await once(worker, 'completed');
    await worker.close();
    await queue.add('third', {});
    const end = await probe.read(bound());
    assert.deepEqual([end.waiting, end.active, end.consumers], [1, 0, 0]);
    assert.equal((end.arrivedTotal ?? 0) - (during.arrivedTotal ?? 0), 1);
    assert.equal((end.completedTotal ?? 0) - (during.completedTotal ?? 0), 1);
  });

  it('has its oldest job found behind whatever priorities', async () => {
    await using queue = disposable(queueOf('urgent'));
    using probe = closing(probeOf('urgent'));
    await queue.add('a', {}, { priority: 1 });
    await queue.add('b', {}, { priority: 70, timestamp: Date.now() - 300_000 });
    await queue.add('c', {}, { priority: 70 });
    await queue.add('d', {}, { priority: 2_000_000 });
    const { waiting, oldestMs } = await probe.read(bound());
    assert.equal(waiting, 4);
    assert.ok((oldestMs ?? 0) >= 300_000, `${oldestMs}`);
  });

  it('counts what waits while it is paused', async () => {
    await using queue = disposable(queueOf('paused'));
    using probe = closing(probeOf('paused'));
    await queue.pause();
    await queue.add('a', {}, { timestamp: Date.now() - 5000 });
    const { waiting, oldestMs } = await probe.read(bound());
    assert.equal(waiting, 1);
    assert.ok((oldestMs ?? 0) >= 5000);
  });

  it('tells which job came back most often, as each version counts it', async () => {
    await using queue = disposable(queueOf('back'));
    using probe = closing(probeOf('back'));
    const ids = await Promise.all([1, 2, 3].map(async () => (await queue.add('a', {})).id ?? ''));
    assert.deepEqual((await probe.read(bound())).returned, { times: 0 });
    using redis = leaving(new Redis(server.url));
    await redis.hset(`bull:back:${ids[0]}`, { stalledCounter: '2' });
    assert.deepEqual((await probe.read(bound())).returned, { item: ids[0], times: 2 });
    await redis.hset(`bull:back:${ids[2]}`, { stc: '3' });
    assert.deepEqual((await probe.read(bound())).returned, { item: ids[2], times: 3 });
  });

  it('that nobody ever made is unknown, not empty', async () => {
    using probe = closing(probeOf('nobody'));
    await assert.rejects(probe.read(bound()), /no BullMQ queue bull:nobody/);
  });
});

function disposable(queue: Queue): Queue & AsyncDisposable {
  return Object.assign(queue, { [Symbol.asyncDispose]: () => queue.close() });
}

function leaving(redis: Redis): Redis & Disposable {
  return Object.assign(redis, { [Symbol.dispose]: () => redis.disconnect() });
}

function closing<T extends { close(): void }>(probe: T): T & Disposable {
  return Object.assign(probe, { [Symbol.dispose]: () => probe.close() });
}
