import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Queue } from 'bullmq';
import { noRedis, RedisServer } from '../fixtures/brokers/redis-server.ts';
import { fixture, kindOf, Supervised } from '../fixtures/supervised.ts';
import { until } from '../fixtures/until.ts';
import { concluded, deathOf, died, line } from './told.ts';

describe('workers that die over a real BullMQ queue', { skip: noRedis }, () => {
  let server: RedisServer;
  let queue: Queue;
  before(async () => {
    server = await RedisServer.start();
    queue = new Queue('mail', { connection: { host: '127.0.0.1', port: server.port } });
  });
  after(async () => {
    await queue.close();
    await server[Symbol.asyncDispose]();
  });

  // What is read is written down at least once in the short window; and workers die several times a second.
  const windows = { shortMs: 1000, longMs: 300_000 };
  const supervised = (mode: string) => {
    const source = { by: 'bullmq', url: server.url, queue: 'mail', prefix: 'bull' } as const;
    const watched = { source, everyMs: 100, oldestWithinMs: undefined, consumers: undefined, windows };
    const command = [process.execPath, fixture('dies-of-jobs.cjs'), mode, String(server.port)] as const;
    const crashLoop = { deaths: 1000, withinMs: 60_000 };
    return Supervised.start([kindOf(command, { queue: watched, crashLoop })]);
  };
  /** What is concluded once so many have died, and the queue was read after that. */
  const afterDeaths = async ({ events }: Supervised, deaths: number) => {
    const readLast = () => events.findLast(({ event }) => event === 'worker-died' || event === 'queue-figures');
    const isRead = () =>
      events.filter(({ event }) => event === 'worker-died').length >= deaths && readLast()?.event === 'queue-figures';
    await until(`${deaths} deaths and a reading`, isRead, 60_000);
    const [finding] = concluded(events.map((event) => JSON.stringify(event)).join('\n'));
    return finding ?? assert.fail('nothing was found');
  };

  it('of the same job each time: the queue itself counts that it came back, and that is a poison job', async () => {
    await queue.add('poison', {}, { jobId: 'p-1' });
    await queue.addBulk(Array.from({ length: 5 }, () => ({ name: 'mail', data: {} })));
    await using running = await supervised('poison');
    const { cause, verdict, whys } = await afterDeaths(running, 4);
    assert.deepEqual([cause, verdict], ['poison-job', 'proven']);
    const last = whys.at(-1);
    assert.match(last?.claim ?? '', /^Item p-1 of the queue was with each of them when it died/);
    assert.match(last?.evidence[0]?.detail ?? '', /came back \d+ times while \d+ workers died/);
    await running[Symbol.asyncDispose]();
    await queue.obliterate({ force: true });
  });

  it('of another one each time: no item came back as often as they died, and a poison job is ruled out', async () => {
    await queue.addBulk(Array.from({ length: 60 }, () => ({ name: 'mail', data: {} })));
    await using running = await supervised('any');
    const { cause, ruledOut } = await afterDeaths(running, 5);
    assert.notEqual(cause, 'poison-job');
    const because = ruledOut.find((one) => one.cause === 'poison-job')?.because ?? JSON.stringify(ruledOut);
    assert.match(because, /came back (?:once|2 times) while \d+ workers died|no item of the queue came back/);
  });
});

describe('a poison job', () => {
  const figures = (afterS: number, returned: { readonly item?: string; readonly times: number }) =>
    line(afterS, { event: 'queue-figures', kind: 'mail', figures: { lag: 1, returned } });
  const abort = deathOf({ signal: 'SIGABRT' }, [
    'pure virtual method called',
    'terminate called without an active exception',
  ]);
  const deaths = [10, 20, 30].map((afterS) => died(afterS, 'mail.0', abort));
  const causeOf = (...more: readonly string[]) => concluded([...deaths, ...more].join('\n'))[0]?.cause;

  it('came back after each death but the last, whose holder may still count as such', () => {
    assert.equal(causeOf(figures(31, { item: '7', times: 2 })), 'poison-job');
    assert.equal(causeOf(figures(31, { item: '7', times: 1 })), 'self-abort');
  });

  it('is not concluded of an item that came back while fewer than three had died', () => {
    assert.equal(causeOf(figures(21, { item: '7', times: 2 })), 'self-abort');
  });

  it('is looked for no further where the queue has had no item back', () => {
    const named = deathOf({ signal: 'SIGABRT' }, ['terminate called', 'working on job 4711']);
    const all = [...[1, 2, 3].map((n) => died(n, `mail.${n}`, named)), figures(31, { times: 0 })];
    const [finding] = concluded(all.join('\n'));
    assert.equal(finding?.cause, 'self-abort');
    assert.ok(finding?.ruledOut.some(({ cause }) => cause === 'poison-job'));
  });
});
