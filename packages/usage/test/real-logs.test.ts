import assert from 'node:assert/strict';
import { createServer, type ServerResponse } from 'node:http';

import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { analyzeUsage } from '@fivewhys/usage';
import { ask, missing, Proxied } from '../../throttle/test/recipes/proxied.ts';
import { serve } from '../../throttle/test/served.ts';
import { Folder } from './logs.ts';

/** What is asked: who, what it costs, whether it is refused; an application that says no cost is asked, too. */
const asked = [
  { account: 'ann', path: '/repositories/1?q="a"', cost: 808.47 },
  { account: 'ann', path: '/repositories/22', cost: 0.03 },
  { account: 'Zoë "the \\ best" 🙂', path: '/search', cost: 12_345.6 },
  { account: 'bob', path: '/search', cost: 0, refused: true },
  { account: undefined, path: '/a%20b', cost: 7 },
  { account: 'nobody', path: '/static.css', cost: undefined },
];

/** An application that says of a request what it is told to say. */
const application = () =>
  serve(
    createServer(({ headers }, response) => {
      const { account, cost, refused = false } = JSON.parse(String(headers['x-tell'])) as (typeof asked)[number];
      response.statusCode = refused ? 429 : 200;
      if (cost !== undefined) {
        response.setHeader('X-Usage-Request-Cost', cost.toFixed(2));
        response.setHeader('X-Usage-Throttled', String(refused));
      }
      if (account !== undefined) response.setHeader('X-Usage-Account', encodeURIComponent(account));
      response.end();
    }),
  );

const logs = [
  {
    server: 'nginx',
    form: 'JSON',
    kind: 'access-json',
    start: (port: number) => Proxied.nginx(port, 'fivewhys_usage'),
  },
  {
    server: 'nginx',
    form: 'the combined format',
    kind: 'access-combined',
    start: (port: number) => Proxied.nginx(port, 'fivewhys_usage_combined'),
  },
  {
    server: 'haproxy',
    form: 'JSON',
    kind: 'access-json',
    start: (port: number) => Proxied.haproxy(port, 'usage-frontend.cfg'),
  },
  {
    server: 'haproxy',
    form: 'the combined format',
    kind: 'access-combined',
    start: (port: number) => Proxied.haproxy(port, 'usage-frontend-combined.cfg'),
  },
] as const;

for (const { server, form, kind, start } of logs) {
  describe(`the log that ${server} writes as ${form}`, { skip: missing(server) }, () => {
    test('tells who used what, as it was sent', async () => {
      await using served = await application();
      await using proxied = await start(served.port);
      for (const { path, ...told } of asked) {
        const tell = JSON.stringify(told).replace(
          /[^ -~]/g,
          (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
        );
        // A client that says odd things of itself changes nothing.
        const headers = { 'x-tell': tell, 'user-agent': 'x account=eve "x_usage_request_cost=1" x_usage_account=eve' };
        await ask(proxied.port, path, headers);
      }
      using folder = new Folder();
      const path = folder.write('usage.log', `${(await proxied.lines(asked.length)).join('\n')}\n`);
      const { inputs, figures } = await analyzeUsage([path]);
      assert.deepEqual(
        inputs.map((input) => [input.kind, input.records, input.linesWithoutCost, input.damage]),
        [[kind, 5, 1, []]],
      );
      const { totals, accounts = [], endpoints = [] } = figures ?? {};
      assert.deepEqual([totals?.requests, totals?.units.toFixed(2), totals?.refused], [5, '13161.10', 1]);
      assert.deepEqual(
        accounts.map(({ account, units, requests, refused }) => [account, units.toFixed(2), requests, refused]),
        [
          ['Zoë "the \\ best" 🙂', '12345.60', 1, 0],
          ['ann', '808.50', 2, 0],
          ['ip:127.0.0.1', '7.00', 1, 0],
          ['bob', '0.00', 1, 1],
        ],
      );
      assert.deepEqual(
        endpoints.map(({ route, requests }) => [route, requests]),
        [
          ['GET /search', 1],
          ['GET /repositories/:id', 2],
          ['GET /a%20b', 1],
        ],
      );
    });

    test('tells of requests that were under way at once, so that a simulation lets them in as the throttle would', async () => {
      const held: ServerResponse[] = [];
      await using served = await serve(
        createServer((_request, response) => {
          response.setHeader('X-Usage-Request-Cost', '100.00').setHeader('X-Usage-Account', 'ann');
          held.push(response);
        }),
      );
      await using proxied = await start(served.port);
      const answers = [ask(proxied.port, '/'), ask(proxied.port, '/'), ask(proxied.port, '/')];
      while (held.length < answers.length) await sleep(5);
      await sleep(100);
      for (const response of held) response.end();
      await Promise.all(answers);
      const late = ask(proxied.port, '/');
      while (held.length === answers.length) await sleep(5);
      held.at(-1)?.end();
      await late;
      using folder = new Folder();
      const path = folder.write('usage.log', `${(await proxied.lines(4)).join('\n')}\n`);
      const { inputs, figures } = await analyzeUsage([path], { simulate: { units: 100, windowMs: 3_600_000 } });
      assert.equal(inputs[0]?.recordsWithoutDuration, 0);
      // Each costs the whole quota: the three that came together are let in, the one behind them is not.
      assert.deepEqual([figures?.simulation?.requests, figures?.simulation?.throttledRequests], [4, 1]);
    });
  });
}
