import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Agent, createServer, type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { throttleListener } from '../../src/adapters/node-http.ts';
import { createThrottle } from '../../src/create-throttle.ts';
import { usageHeaderNames } from '../../src/headers/usage-header-names.ts';
import type { ThrottleOptions } from '../../src/options.ts';
import { burn } from '../burn.ts';
import { serve } from '../served.ts';
import { ask, missing, Proxied, recipes } from './proxied.ts';

const keys = usageHeaderNames.map((name) => name.toLowerCase().replaceAll('-', '_'));
const usageOf = (headers: readonly string[]): readonly string[] => headers.filter((text) => /^x-usage/i.test(text));

/** An application that is throttled for real, and says all it can say. */
async function application(options: ThrottleOptions<IncomingMessage> = {}) {
  const throttle = createThrottle({
    account: (request) => decodeURIComponent(request.headers['x-account']?.toString() ?? 'ann'),
    showAccount: true,
    io: true,
    ...options,
  });
  after(() => throttle.close());
  return serve(
    createServer(
      throttleListener(throttle, (_request, response) => {
        burn(2);
        response.end('done');
      }),
    ),
  );
}

/** An application that says all of it in odd characters: nothing that ours sends, but a log must bear it. */
async function oddApplication() {
  return serve(
    createServer((_request, response) => {
      for (const name of usageHeaderNames) response.setHeader(name, `${name} "quoted" \\ back,slash ; %41 {}`);
      response.end('done');
    }),
  );
}

const balancers = [
  {
    name: 'nginx' as const,
    nothing: '',
    duration: { json: 'request_time', combined: ['msec', 'request_time'], ms: 1000 },
    json: (port: number) => Proxied.nginx(port, 'fivewhys_usage'),
    combined: (port: number) => Proxied.nginx(port, 'fivewhys_usage_combined'),
  },
  {
    name: 'haproxy' as const,
    nothing: '-',
    duration: { json: 'request_time_ms', combined: ['msec', 'request_time_ms'], ms: 1 },
    json: (port: number) => Proxied.haproxy(port, 'usage-frontend.cfg'),
    combined: (port: number) => Proxied.haproxy(port, 'usage-frontend-combined.cfg'),
  },
];

for (const balancer of balancers) {
  describe(`the recipe for ${balancer.name}`, { skip: missing(balancer.name) }, () => {
    test('logs what a request cost as JSON, and the client sees none of it', async () => {
      await using served = await application();
      await using proxied = await balancer.json(served.port);
      const beforeMs = Date.now();
      const answer = await ask(proxied.port, '/some/path?token=secret');
      assert.deepEqual([answer.status, answer.body, usageOf(answer.headers)], [200, 'done', []]);
      const [line = ''] = await proxied.lines(1);
      const logged = JSON.parse(line);
      const names = ['time', 'remote_addr', 'method', 'path', 'status', balancer.duration.json];
      assert.deepEqual(new Set(Object.keys(logged)), new Set([...names, ...keys]));
      assert.match(logged.time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}(Z|[+-]\d\d:\d\d)$/);
      assert(Math.abs(Date.parse(logged.time) - beforeMs) < 30_000, logged.time);
      assert.deepEqual(
        [logged.remote_addr, logged.method, logged.path, logged.status],
        ['127.0.0.1', 'GET', '/some/path', 200],
      );
      assert.match(logged.x_usage_quota_remaining, /^99\d{4}\.\d{3}$/);
      assert(Number(logged.x_usage_request_cost) > 60, line);
      assert.match(logged.x_usage_user_time, /^0\.\d{6}$/);
      assert.match(logged.x_usage_system_time, /^0\.\d{6}$/);
      assert.match(logged.x_usage_input_ops, /^\d+$/);
      assert.match(logged.x_usage_output_ops, /^\d+$/);
      assert.deepEqual([logged.x_usage_measured, logged.x_usage_throttled], ['true', 'false']);
      assert.deepEqual([logged.x_usage_warning, logged.x_usage_account], [balancer.nothing, 'ann']);
    });

    test('logs when a request ended and all the time it took, in both forms', async () => {
      const tookMs = 150;
      await using served = await serve(
        createServer((_request, response) => {
          response.write('first');
          setTimeout(() => response.end('last'), tookMs);
        }),
      );
      const { duration } = balancer;
      for (const form of ['json', 'combined'] as const) {
        await using proxied = await balancer[form](served.port);
        const agent = new Agent({ keepAlive: true, maxSockets: 1 });
        const asked: { readonly beforeMs: number; readonly afterMs: number; readonly again: boolean }[] = [];
        for (let count = 1; count <= 2; count++) {
          const beforeMs = Date.now();
          const sent = request({ host: '127.0.0.1', port: proxied.port, agent }).end();
          const [response] = await once(sent, 'response');
          await once(response.resume(), 'end');
          await proxied.lines(count);
          asked.push({ beforeMs, afterMs: Date.now(), again: sent.reusedSocket });
          // Time between two requests of a connection belongs to none.
          await sleep(100);
        }
        agent.destroy();
        assert.deepEqual(
          asked.map(({ again }) => again),
          [false, true],
        );
        for (const [index, line] of (await proxied.lines(2)).entries()) {
          const { beforeMs, afterMs } = asked[index] ?? assert.fail(line);
          const of = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(line)?.[1] ?? '';
          const endMs = form === 'json' ? Date.parse(JSON.parse(line).time) : Number(of('msec')) * 1000;
          const wallMs = Number(form === 'json' ? JSON.parse(line)[duration.json] : of(duration.json)) * duration.ms;
          // Clocks that are looked at once a turn may be some milliseconds behind.
          assert(wallMs >= tookMs - 10 && wallMs <= afterMs - beforeMs + 10, line);
          assert(endMs - wallMs >= beforeMs - 20 && endMs <= afterMs + 20, `${line}: ${beforeMs} to ${afterMs}`);
        }
      }
    });

    test('logs a warning, a refusal and accounts of any characters', async () => {
      await using served = await application({
        mode: 'enforce',
        plans: { default: { units: 1500, windowS: 3600 } },
        softShare: 0.3,
      });
      await using proxied = await balancer.json(served.port);
      const account = 'Zoë "the \\ best" 100 %\t🙂';
      const headers = { 'x-account': encodeURIComponent(account) };
      const answers = [await ask(proxied.port, '/', headers)];
      while (answers.at(-1)?.status !== 429 && answers.length < 100)
        answers.push(await ask(proxied.port, '/', headers));
      for (const answer of answers) assert.deepEqual(usageOf(answer.headers), []);
      const logged = (await proxied.lines(answers.length)).map((line) => JSON.parse(line));
      assert(logged.some(({ x_usage_warning }) => /^\d+% of the quota is used$/.test(x_usage_warning)));
      const last = logged.at(-1);
      assert.deepEqual([answers.at(-1)?.status, last.status, last.x_usage_throttled], [429, 429, 'true']);
      assert.deepEqual([last.x_usage_request_cost, Number(last.x_usage_quota_remaining) < 0], ['0.00', true]);
      for (const line of logged) assert.equal(decodeURIComponent(line.x_usage_account), account);
    });

    test('logs odd values and paths so that every line is read again', async () => {
      await using served = await oddApplication();
      await using proxied = await balancer.json(served.port);
      const paths = ['/', '/a"b', '/a\\b', '/%22%0A%C3%A9', "/a'b;c,d{}", '/?q="\\'];
      for (const path of paths) assert.deepEqual(usageOf((await ask(proxied.port, path)).headers), []);
      const lines = (await proxied.lines(paths.length)).map((line) => JSON.parse(line));
      assert.deepEqual(
        lines.map(({ path }) => path),
        paths.map((path) => path.split('?')[0]),
      );
      for (const line of lines) {
        for (const [index, key] of keys.entries())
          assert.equal(line[key], `${usageHeaderNames[index]} "quoted" \\ back,slash ; %41 {}`);
      }
    });

    test('logs a request that reached no application, without figures', async () => {
      const served = await oddApplication();
      await using proxied = await balancer.json(served.port);
      await served[Symbol.asyncDispose]();
      const { status } = await ask(proxied.port, '/');
      assert(status >= 502, `${status}`);
      const [line = ''] = await proxied.lines(1);
      const logged = JSON.parse(line);
      assert.equal(logged.status, status);
      for (const key of keys) assert.equal(logged[key], balancer.nothing, line);
    });

    test('has the same behind the combined format', async () => {
      await using served = await application();
      await using proxied = await balancer.combined(served.port);
      const headers = { 'user-agent': 'a "b" c', referer: 'http://x.example/' };
      assert.deepEqual(usageOf((await ask(proxied.port, '/p?q=1', headers)).headers), []);
      const [line = ''] = await proxied.lines(1);
      const [, fields = '', pairs = ''] = /^(.*?"a .*? c") (msec=.*)$/.exec(line) ?? [];
      assert.match(
        fields,
        /^127\.0\.0\.1 - - \[\d\d\/\w{3}\/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}\] "GET \/p\?q=1 HTTP\/1\.1" 200 \d+ "http:\/\/x\.example\/" /,
      );
      assert.deepEqual(
        [...pairs.matchAll(/(\w+)="/g)].map(([, key]) => key),
        [...balancer.duration.combined, ...keys],
      );
      assert.match(pairs, /x_usage_request_cost="\d+\.\d\d"/);
    });

    test('keeps a quote in a value from ending it in the combined format', async () => {
      await using served = await oddApplication();
      await using proxied = await balancer.combined(served.port);
      await ask(proxied.port, '/');
      const [line = ''] = await proxied.lines(1);
      const values = [...line.matchAll(/x_usage_\w+="((?:[^"\\]|\\.)*)"/g)].map(([, value]) => value);
      assert.equal(values.length, keys.length);
      for (const value of values) assert.match(value ?? '', /(\\"|\\x22)quoted(\\"|\\x22)/);
    });
  });
}

test('nginx keeps the trailer with the final cost from the client', { skip: missing('nginx') }, async () => {
  const throttle = createThrottle({ trailer: true });
  after(() => throttle.close());
  await using served = await serve(
    createServer(
      throttleListener(throttle, (_request, response) => {
        response.write('first');
        response.end('last');
      }),
    ),
  );
  const direct = await ask(served.port, '/');
  assert.equal(usageOf(direct.headers).filter((name) => name === 'X-Usage-Request-Cost').length, 2);
  await using proxied = await Proxied.nginx(served.port, 'fivewhys_usage');
  const answer = await ask(proxied.port, '/');
  assert.deepEqual([answer.body, usageOf(answer.headers)], ['firstlast', []]);
});

test('every recipe logs and strips every header that the throttle can send', () => {
  const read = (path: string): string => readFileSync(join(recipes, path), 'utf8');
  const wanted = {
    'nginx/usage-log.conf': (_name: string, key: string) => `$upstream_http_${key}"`,
    'nginx/usage-strip.conf': (name: string) => `proxy_hide_header ${name};`,
    'haproxy/usage-frontend.cfg': (name: string, key: string) => `set-var(txn.${key}) res.fhdr(${name})\n`,
    'haproxy/usage-frontend-combined.cfg': (name: string, key: string) => `set-var(txn.${key}) res.fhdr(${name}),json`,
    'envoy/usage.yaml': (name: string, key: string) =>
      `- header: ${name.toLowerCase()}\n          on_header_present: { metadata_namespace: fivewhys, key: ${key}, type: STRING }\n          remove: true`,
    'traefik/usage-log.yaml': (name: string) => `        ${name}: keep\n`,
    'traefik/usage-strip.yaml': (name: string) => `          ${name}: ""\n`,
  };
  for (const [path, line] of Object.entries(wanted)) {
    const text = read(path);
    for (const [index, name] of usageHeaderNames.entries()) {
      assert(text.includes(line(name, keys[index] ?? '')), `${path} and ${name}`);
    }
  }
  for (const key of keys) assert(read('envoy/usage.yaml').includes(`${key}: "%DYNAMIC_METADATA(fivewhys:${key})%"\n`));
});

const noJq = spawnSync('jq', ['--version']).status !== 0 && 'jq is not installed (Debian: jq)';

test('the recipes that could not be tried log when a request came and how long it took', () => {
  const read = (path: string): string => readFileSync(join(recipes, path), 'utf8');
  assert.match(read('envoy/usage.yaml'), /\n {10}start_time: "%START_TIME\(.*\n {10}request_time_ms: "%DURATION%"\n/);
  assert.match(read('traefik/usage-log.yaml'), /\n {6}StartUTC: keep\n {6}Duration: keep\n/);
});

test("a line of Traefik's log becomes one of ours", { skip: noJq }, () => {
  const line = {
    ClientHost: '192.0.2.1',
    DownstreamStatus: 200,
    Duration: 12_345_678,
    RequestMethod: 'GET',
    RequestPath: '/p?q=1',
    StartUTC: '2026-03-01T17:15:00.320487219Z',
    'origin_X-Usage-Request-Cost': '808.47',
    'origin_X-Usage-Account': 'ann',
    level: 'info',
    msg: '',
    time: '2026-03-01T17:15:00Z',
  };
  const output = execFileSync('jq', ['-c', '-f', join(recipes, 'traefik/usage-log.jq')], {
    input: JSON.stringify(line),
    encoding: 'utf8',
  });
  assert.deepEqual(JSON.parse(output), {
    start_time: '2026-03-01T17:15:00.320Z',
    request_time_ms: 12.345678,
    remote_addr: '192.0.2.1',
    method: 'GET',
    path: '/p',
    status: 200,
    x_usage_request_cost: '808.47',
    x_usage_account: 'ann',
  });
});
