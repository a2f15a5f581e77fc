import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ChannelModel, type ConfirmChannel, connect } from 'amqplib';
import { openProbe } from '../../src/queue/open-probe.ts';
import type { QueueProbe } from '../../src/queue/queue-probe.ts';
import type { QueueReading } from '../../src/queue/queue-reading.ts';
import { noRabbitmq, RabbitmqServer } from '../fixtures/brokers/rabbitmq-server.ts';
import { Watching } from '../fixtures/brokers/watching.ts';

const probeOf = (url: string, queue = 'mail') =>
  openProbe({ by: 'rabbitmq', url, queue, vhost: '/' }, process.cwd(), {});

/** The figures of the management API are gathered now and then, so they are waited for. */
async function readingThat(probe: QueueProbe, holds: (reading: QueueReading) => boolean): Promise<QueueReading> {
  let last: unknown;
  for (const endMs = performance.now() + 60_000; performance.now() < endMs; await sleep(200)) {
    try {
      const reading = await probe.read(AbortSignal.timeout(5000));
      if (holds(reading)) return reading;
      last = reading;
    } catch (error) {
      last = error;
    }
  }
  return assert.fail(`not within a minute; the last was ${JSON.stringify(last)} ${last}`);
}

describe('a RabbitMQ queue', { skip: noRabbitmq }, () => {
  let server: RabbitmqServer;
  let connection: ChannelModel;
  let channel: ConfirmChannel;
  const probes: QueueProbe[] = [];

  before(async () => {
    server = await RabbitmqServer.start();
    connection = await connect(server.amqpUrl);
    connection.on('error', () => {});
    channel = await connection.createConfirmChannel();
    await channel.assertQueue('mail');
    for (let message = 0; message < 5; message += 1) {
      channel.sendToQueue('mail', Buffer.from('x'), { timestamp: Math.floor(Date.now() / 1000) - 100 });
    }
    await channel.waitForConfirms();
    probes.push(probeOf(server.httpUrl), probeOf(server.amqpUrl));
  });
  after(async () => {
    for (const probe of probes) probe.close();
    await server?.[Symbol.asyncDispose]();
  });

  it('is read by the management API: what waits, since when, what is held, what came and what was acknowledged', async () => {
    const [probe] = probes;
    assert(probe);
    const { oldestMs = 0 } = await readingThat(
      probe,
      ({ waiting, arrivedTotal }) => waiting === 5 && arrivedTotal === 5,
    );
    assert.ok(oldestMs >= 99_000, `${oldestMs}`);
    let acknowledged = 0;
    await channel.prefetch(1);
    await channel.consume('mail', (message) => {
      acknowledged += 1;
      if (message !== null && acknowledged <= 2) channel.ack(message); // and the third is held
    });
    const reading = await readingThat(probe, ({ waiting, completedTotal }) => waiting === 2 && completedTotal === 2);
    assert.deepEqual([reading.active, reading.consumers, reading.arrivedTotal], [1, 1, 5]);
  });

  it('is read by AMQP: what waits and who consumes; ages and rates stay unknown', async () => {
    const [, probe] = probes;
    assert(probe);
    assert.deepEqual(await probe.read(AbortSignal.timeout(5000)), { lag: 2, waiting: 2, consumers: 1 });
  });

  it('that is not there is unknown, by either way', async () => {
    for (const url of [server.httpUrl, server.amqpUrl]) {
      const probe = probeOf(url, 'nobody');
      probes.push(probe);
      await assert.rejects(probe.read(AbortSignal.timeout(5000)), /404|NOT[-_ ]FOUND/i);
    }
  });

  it('has no figures for who may not see them, and the password is told to nobody', async () => {
    using watching = new Watching({
      by: 'rabbitmq',
      url: server.httpUrl.replace('guest:guest', 'guest:wrong-one'),
      queue: 'mail',
      vhost: '/',
    });
    const { because } = await watching.next('queue-unreadable');
    assert.match(because, /401/);
    assert.doesNotMatch(because, /wrong-one/);
  });

  it('of a broker that hangs, and then is killed, is unknown within a bound, by either way', async () => {
    using http = new Watching({ by: 'rabbitmq', url: server.httpUrl, queue: 'mail', vhost: '/' });
    using amqp = new Watching({ by: 'rabbitmq', url: server.amqpUrl, queue: 'mail', vhost: '/' });
    await Promise.all([http.next('queue-figures'), amqp.next('queue-figures')]);
    server.hang();
    assert.match((await http.next('queue-unreadable')).because, /no answer within|timeout/);
    assert.match((await amqp.next('queue-unreadable')).because, /no answer within/);
    assert.deepEqual([http.watch.state.figures, amqp.watch.state.figures], [undefined, undefined]);
    server.goOn();
    await Promise.all([http.next('queue-figures', 2), amqp.next('queue-figures', 2)]);
    await server.stop();
    assert.match((await http.next('queue-unreadable', 2)).because, /ECONNREFUSED|closed|reset|fetch failed/i);
    await amqp.next('queue-unreadable', 2);
  });
});
