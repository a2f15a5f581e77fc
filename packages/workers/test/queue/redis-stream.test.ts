import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Redis } from 'ioredis';
import { openProbe } from '../../src/queue/open-probe.ts';
import type { QueueProbe } from '../../src/queue/queue-probe.ts';
import { noRedis, RedisServer } from '../fixtures/brokers/redis-server.ts';

const bound = () => AbortSignal.timeout(10_000);

describe('a group of a Redis stream', { skip: noRedis }, () => {
  let server: RedisServer;
  let redis: Redis;
  const probes: QueueProbe[] = [];
  before(async () => {
    server = await RedisServer.start();
    redis = new Redis(server.url);
  });
  after(async () => {
    for (const probe of probes) probe.close();
    redis.disconnect();
    await server[Symbol.asyncDispose]();
  });

  const probeOf = (stream: string) => {
    const probe = openProbe({ by: 'redis-stream', url: server.url, stream, group: 'g' }, process.cwd(), {});
    probes.push(probe);
    return probe;
  };

  it('is read as it is: lag, what is pending, what came and what was acknowledged', async () => {
    const probe = probeOf('mail');
    await redis.xgroup('CREATE', 'mail', 'g', '0', 'MKSTREAM');
    assert.deepEqual(await probe.read(bound()), {
      lag: 0,
      waiting: 0,
      active: 0,
      oldestMs: 0,
      arrivedTotal: 0,
      completedTotal: 0,
      returned: { times: 0 },
      consumers: 0,
    });
    const old = Date.now() - 60_000;
    await redis.xadd('mail', `${old}-0`, 'n', '1');
    await redis.xadd('mail', `${old + 20_000}-0`, 'n', '2');
    await redis.xadd('mail', '*', 'n', '3');
    await redis.xreadgroup('GROUP', 'g', 'c1', 'COUNT', 1, 'STREAMS', 'mail', '>');
    const { oldestMs = 0, ...rest } = await probe.read(bound());
    assert.deepEqual(rest, {
      lag: 2,
      waiting: 2,
      active: 1,
      arrivedTotal: 3,
      completedTotal: 0,
      returned: { times: 0 },
      consumers: 1,
    });
    assert.ok(oldestMs >= 40_000 && oldestMs < 60_000, `${oldestMs}`);
    await redis.xack('mail', 'g', `${old}-0`);
    const { active, completedTotal } = await probe.read(bound());
    assert.deepEqual([active, completedTotal], [0, 1]);
  });

  it('tells which entry was delivered again most often, for whoever had it did not acknowledge it', async () => {
    const probe = probeOf('again');
    await redis.xgroup('CREATE', 'again', 'g', '0', 'MKSTREAM');
    for (const n of ['1', '2', '3']) await redis.xadd('again', `${n}-0`, 'n', n);
    await redis.xreadgroup('GROUP', 'g', 'c1', 'COUNT', 3, 'STREAMS', 'again', '>');
    for (const consumer of ['c2', 'c3']) await redis.xclaim('again', 'g', consumer, 0, '2-0');
    await redis.xclaim('again', 'g', 'c2', 0, '3-0');
    assert.deepEqual((await probe.read(bound())).returned, { item: '2-0', times: 2 });
    await redis.xack('again', 'g', '2-0');
    assert.deepEqual((await probe.read(bound())).returned, { item: '3-0', times: 1 });
  });

  it('whose lag Redis does not know has none: not 0', async () => {
    const probe = probeOf('cut');
    const [, second] = [await redis.xadd('cut', '*', 'n', '1'), await redis.xadd('cut', '*', 'n', '2')];
    await redis.xadd('cut', '*', 'n', '3');
    await redis.xgroup('CREATE', 'cut', 'g', '0');
    await redis.xdel('cut', second ?? '');
    const reading = await probe.read(bound());
    assert.equal(reading.waiting, undefined);
    assert.equal(reading.lag, undefined);
    assert.notEqual(reading.oldestMs, undefined);
  });

  it('that is not there is unknown', async () => {
    await assert.rejects(probeOf('nothing').read(bound()), /no such key/i);
    await redis.xadd('lonely', '*', 'n', '1');
    await assert.rejects(probeOf('lonely').read(bound()), /NOGROUP|no group/i);
  });
});
