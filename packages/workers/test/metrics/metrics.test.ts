import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, it } from 'node:test';
import { metricsAddressOf } from '../../src/metrics/address.ts';
import { EventCounts } from '../../src/metrics/event-counts.ts';
import { exposition } from '../../src/metrics/exposition.ts';
import { MetricsServer } from '../../src/metrics/metrics-server.ts';
import { queueMetrics } from '../../src/metrics/queue-metrics.ts';
import { supervisorMetrics } from '../../src/metrics/supervisor-metrics.ts';
import { uniqueSleep } from '../fixtures/sleepers.ts';
import { fixture, kindOf, Supervised } from '../fixtures/supervised.ts';
import { until } from '../fixtures/until.ts';

/** Reads the text format strictly, as a scrape does: each sample belongs to the family announced above it. */
function scraped(text: string): ReadonlyMap<string, number> {
  assert.ok(text === '' || text.endsWith('\n'));
  const samples = new Map<string, number>();
  let family = '';
  const families = new Set<string>();
  for (const line of text.split('\n').slice(0, -1)) {
    const [, announced = ''] = /^# TYPE ([a-z_]+) (?:counter|gauge)$/.exec(line) ?? [];
    if (announced !== '') {
      assert.ok(!families.has(announced), `${announced} is announced twice`);
      families.add(announced);
      family = announced;
    } else if (!line.startsWith('# HELP ')) {
      const sample =
        /^([a-z_]+)(\{(?:[a-z_]+="(?:[^"\\\n]|\\[\\"n])*",?)+\})? (\+Inf|-?\d+(?:\.\d+)?(?:e[+-]\d+)?)$/.exec(line);
      assert.ok(sample, `no sample: ${line}`);
      assert.equal(sample[1], family);
      const key = `${sample[1]}${sample[2] ?? ''}`;
      assert.ok(!samples.has(key), `${key} twice`);
      samples.set(key, sample[3] === '+Inf' ? Number.POSITIVE_INFINITY : Number(sample[3]));
    }
  }
  return samples;
}

describe('metrics', () => {
  it('of a supervisor tell of its workers, deaths and orphans', async () => {
    const counts = new EventCounts();
    const time = uniqueSleep();
    const kind = kindOf([process.execPath, fixture('tree.cjs'), time]);
    await using supervised = await Supervised.start([kind], {
      weighMemory: true,
      onEvent: (event) => counts.count(event),
    });
    const { supervisor } = supervised;
    await using server = disposable(
      await MetricsServer.start('127.0.0.1:0', () => supervisorMetrics(supervisor, 'shop', counts)),
    );
    const scrape = async () => {
      const response = await fetch(`http://${server.address}/metrics`);
      assert.equal(response.headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8');
      return scraped(await response.text());
    };
    const before = await scrape();
    assert.equal(before.get('fivewhys_worker_ready{kind="w",worker="w.0"}'), 1);
    assert.equal(before.get('fivewhys_worker_starts_total{kind="w"}'), 1);
    assert.equal(before.has('fivewhys_worker_deaths_total{kind="w",cause="killed-from-outside"}'), false);
    await until('its children run', () => (supervisor.places[0]?.members().length ?? 0) >= 4);
    process.kill(supervisor.places[0]?.pid ?? 0, 'SIGKILL');
    await until('it runs again', () => supervisor.places[0]?.model.instance === 2);
    const after = await scrape();
    assert.equal(after.get('fivewhys_worker_deaths_total{kind="w",cause="killed-from-outside"}'), 1);
    assert.ok((after.get('fivewhys_orphans_ended_total{kind="w"}') ?? 0) >= 3);
    assert.equal(after.get('fivewhys_orphans_left_total{kind="w"}'), 0);
    assert.ok((after.get('process_resident_memory_bytes') ?? 0) > 1e6);
  });

  it('of a queue leave out what is unknown: no sample, and not 0', () => {
    const state = { kind: 'mail', consumersExpected: 8, trend: 'unknown', alarms: new Set(['age'] as const) } as const;
    const readable = { ...state, unreadable: undefined, figures: { waiting: 3, timeToDrainMs: 'never' as const } };
    const samples = scraped(exposition(queueMetrics([readable])));
    assert.equal(samples.get('fivewhys_queue_up{kind="mail"}'), 1);
    assert.equal(samples.get('fivewhys_queue_waiting{kind="mail"}'), 3);
    assert.equal(samples.get('fivewhys_queue_time_to_drain_seconds{kind="mail"}'), Number.POSITIVE_INFINITY);
    assert.equal(samples.get('fivewhys_queue_alarm{kind="mail",alarm="age"}'), 1);
    assert.equal(samples.has('fivewhys_queue_oldest_age_seconds{kind="mail"}'), false);
    const unreadable = scraped(exposition(queueMetrics([{ ...state, unreadable: 'refused', figures: undefined }])));
    assert.equal(unreadable.get('fivewhys_queue_up{kind="mail"}'), 0);
    assert.equal(unreadable.has('fivewhys_queue_waiting{kind="mail"}'), false);
  });

  it('keep to the text format whatever stands in a label', () => {
    const labels = { cause: 'a "quoted"\nline \\ and more' };
    const text = exposition([{ name: 'x', help: 'of\ntwo lines', type: 'gauge', samples: [{ labels, value: 1 }] }]);
    assert.equal(text, '# HELP x of\\ntwo lines\n# TYPE x gauge\nx{cause="a \\"quoted\\"\\nline \\\\ and more"} 1\n');
    scraped(text);
  });

  it('are only at /metrics, and only to be read', async () => {
    await using server = disposable(await MetricsServer.start('127.0.0.1:0', () => []));
    const status = async (path: string, method: string) =>
      (await fetch(`http://${server.address}${path}`, { method })).status;
    assert.deepEqual(
      [await status('/', 'GET'), await status('/metrics', 'POST'), await status('/metrics?name=x', 'GET')],
      [404, 405, 200],
    );
  });
});

describe('the address of metrics', () => {
  it('is loopback when only a port is given', () => {
    assert.deepEqual(metricsAddressOf('9464'), { host: '127.0.0.1', port: 9464 });
    assert.deepEqual(metricsAddressOf('[::1]:9464'), { host: '::1', port: 9464 });
    assert.deepEqual(metricsAddressOf('localhost:1'), { host: 'localhost', port: 1 });
  });

  it('is refused when it is none', () => {
    for (const text of [
      '',
      'x',
      '127.0.0.1',
      '127.0.0.1:',
      '127.0.0.1:70000',
      'http://127.0.0.1:1',
      '[1.2.3.4]:5',
      '::1:9',
    ]) {
      assert.throws(() => metricsAddressOf(text), { code: 'METRICS_ADDRESS_INVALID' }, text);
    }
  });

  it('that is in use, or not of this machine, is a coded error', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    try {
      for (const address of [`127.0.0.1:${port}`, '192.0.2.1:9464']) {
        await assert.rejects(
          MetricsServer.start(address, () => []),
          { code: 'METRICS_ADDRESS_UNAVAILABLE' },
          address,
        );
      }
    } finally {
      other.close();
    }
  });
});

function disposable(server: MetricsServer): MetricsServer & AsyncDisposable {
  return Object.assign(server, { [Symbol.asyncDispose]: async () => server.close() });
}
