import assert from 'node:assert/strict';
import { createServer, get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { after, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { throttleListener } from '../../src/adapters/node-http.ts';
import { createThrottle } from '../../src/create-throttle.ts';
import type { ThrottleOptions } from '../../src/options.ts';
import { burn } from '../burn.ts';
import { KeptRecords } from '../records.ts';
import { serve } from '../served.ts';

const byName = (request: IncomingMessage): string | undefined => request.headers['x-account']?.toString();

function throttled(options: ThrottleOptions<IncomingMessage>) {
  const records = new KeptRecords();
  const throttle = createThrottle({ attributor: 'exact', account: byName, records, ...options });
  after(() => throttle.close());
  return { throttle, records };
}

describe('a request listener of node:http', () => {
  test('is charged the CPU time that it burns, after its awaits too, and the headers say so', async () => {
    const { throttle, records } = throttled({});
    const listener = throttleListener(throttle, async (_request, response) => {
      burn(20);
      await sleep(5);
      burn(20);
      response.end('done');
    });
    await using served = await serve(createServer(listener));
    const response = await fetch(served.url, { headers: { 'x-account': 'ann' } });
    assert.equal(await response.text(), 'done');
    const cost = Number(response.headers.get('x-usage-request-cost'));
    const wanted = (0.04 * 1_000_000) / 30;
    assert(Math.abs(cost - wanted) < wanted * 0.1, `${cost} units, not ${wanted}`);
    assert.match(response.headers.get('x-usage-quota-remaining') ?? '', /^99\d{4}\.\d{3}$/);
    assert.match(response.headers.get('x-usage-user-time') ?? '', /^0\.0\d{5}$/);
    assert.match(response.headers.get('x-usage-system-time') ?? '', /^0\.\d{6}$/);
    assert.equal(response.headers.get('x-usage-throttled'), 'false');
    assert.equal(response.headers.get('ratelimit'), null, 'in shadow mode the client is told nothing');
    const [record] = await records.requestsOnce(1);
    assert.deepEqual(
      [record?.account, record?.route, record?.status, record?.measured, record?.aborted],
      ['ann', 'GET /', 200, true, false],
    );
    assert((record?.wallMs ?? 0) >= 44);
    assert.equal(record?.charged, record?.cost);
  });

  test('of an account in debt is let through in shadow mode, and the headers say what would have been', async () => {
    const { throttle } = throttled({ plans: { default: { units: 100, windowS: 3600 } } });
    await using served = await serve(
      createServer(
        throttleListener(throttle, (_request, response) => {
          burn(10);
          response.end();
        }),
      ),
    );
    const said: (string | null)[] = [];
    for (let count = 0; count < 2; count++) {
      const response = await fetch(served.url);
      await response.arrayBuffer();
      said.push(`${response.status} ${response.headers.get('x-usage-throttled')}`);
      await sleep(5);
    }
    assert.deepEqual(said, ['200 false', '200 true']);
  });

  test('of an account in debt is refused with 429 when enforced, and others are not', async () => {
    const { throttle, records } = throttled({ mode: 'enforce', plans: { default: { units: 100, windowS: 3600 } } });
    let handled = 0;
    await using served = await serve(
      createServer(
        throttleListener(throttle, (_request, response) => {
          handled += 1;
          burn(10);
          response.end();
        }),
      ),
    );
    await (await fetch(served.url, { headers: { 'x-account': 'heavy' } })).arrayBuffer();
    await records.requestsOnce(1);
    const refused = await fetch(served.url, { headers: { 'x-account': 'heavy' } });
    assert.equal(refused.status, 429);
    assert.equal(refused.headers.get('content-type'), 'application/problem+json');
    const retryAfterS = Number(refused.headers.get('retry-after'));
    // 10 ms are 333 units: 233 in debt, refilled by 100 an hour, takes 8400 s; a little more is used beside.
    assert(retryAfterS > 8000, `${retryAfterS} s`);
    assert.equal(refused.headers.get('ratelimit-policy'), '"usage";q=100;w=3600');
    assert.equal(refused.headers.get('ratelimit'), `"usage";r=0;t=${retryAfterS}`);
    const problem = (await refused.json()) as Record<string, unknown>;
    assert.equal(problem.type, 'https://iana.org/assignments/http-problem-types#quota-exceeded');
    assert.deepEqual(problem['violated-policies'], ['usage']);
    const other = await fetch(served.url, { headers: { 'x-account': 'light' } });
    assert.equal(other.status, 200);
    await other.arrayBuffer();
    const all = await records.requestsOnce(3);
    assert.deepEqual(
      all.map(({ account, refused: wasRefused, cost }) => `${account} ${wasRefused} ${cost > 0}`),
      ['heavy false true', 'heavy true false', 'light false true'],
    );
    assert.equal(handled, 2);
  });

  test('counts the bytes of each request of a connection that is kept alive', async () => {
    const { throttle, records } = throttled({ usageHeaders: false });
    await using served = await serve(
      createServer(
        throttleListener(throttle, (request, response) => {
          request.resume().on('end', () => response.end('x'.repeat(1000)));
        }),
      ),
    );
    const socket = connect(served.port, '127.0.0.1');
    const sent = ['POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 500\r\n\r\n', 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'];
    const received: number[] = [];
    for (const [index, head] of sent.entries()) {
      socket.write(head + (index === 0 ? 'y'.repeat(500) : ''));
      let text = '';
      while (!/\r\n\r\nx{1000}$/.test(text)) {
        text += String(await new Promise((resolve) => socket.once('data', resolve)));
      }
      received.push(text.length);
      await records.requestsOnce(index + 1);
    }
    socket.destroy();
    assert.deepEqual(
      records.requests.map(({ bytesIn, bytesOut }) => [bytesIn, bytesOut]),
      [
        [(sent[0]?.length ?? 0) + 500, received[0]],
        [sent[1]?.length, received[1]],
      ],
    );
  });

  test('whose client goes away is settled as aborted', async () => {
    const { throttle, records } = throttled({});
    await using served = await serve(
      createServer(
        throttleListener(throttle, async (_request, response) => {
          burn(5);
          response.write('first');
          await new Promise(() => {});
        }),
      ),
    );
    const request = get(served.url);
    request.on('error', () => {});
    request.on('response', (response) => response.once('data', () => request.destroy()).on('error', () => {}));
    const [record] = await records.requestsOnce(1);
    assert.deepEqual([record?.aborted, record?.status], [true, 200]);
    assert((record?.cost ?? 0) > 100);
  });

  test('that streams sends the cost so far in front, and the final one in the record and the trailer', async () => {
    const { throttle, records } = throttled({ trailer: true });
    await using served = await serve(
      createServer(
        throttleListener(throttle, async (_request, response) => {
          response.write('first');
          burn(20);
          await sleep(1);
          response.end('last');
        }),
      ),
    );
    const { early, trailers } = await new Promise<{ early: number; trailers: NodeJS.Dict<string> }>((resolve) => {
      get(served.url, (response) => {
        const early = Number(response.headers['x-usage-request-cost']);
        response.resume().on('end', () => resolve({ early, trailers: response.trailers }));
      });
    });
    assert(early < 300, `${early}`);
    assert(Number(trailers['x-usage-request-cost']) > 600, JSON.stringify(trailers));
    const [record] = await records.requestsOnce(1);
    assert((record?.cost ?? 0) > 600);
  });

  test('finds the headers that the application gave in all the forms of writeHead', async () => {
    const { throttle } = throttled({});
    const shared = { 'x-own': 'shared' };
    await using served = await serve(
      createServer(
        throttleListener(throttle, (request, response) => {
          response.setHeader('x-set', '1');
          if (request.url === '/object') response.writeHead(201, shared);
          if (request.url === '/message') response.writeHead(201, 'Fine', shared);
          if (request.url === '/array') response.writeHead(201, ['x-own', 'shared']);
          if (request.url === '/implied') response.statusCode = 201;
          response.end();
        }),
      ),
    );
    for (const path of ['/object', '/message', '/array', '/implied']) {
      const response = await fetch(served.url + path);
      const { headers } = response;
      assert.equal(response.status, 201, path);
      assert.equal(headers.get('x-own'), path === '/implied' ? null : 'shared', path);
      assert.equal(headers.get('x-set'), '1', path);
      assert.match(headers.get('x-usage-request-cost') ?? '', /^\d+\.\d\d$/, path);
    }
    assert.deepEqual(shared, { 'x-own': 'shared' });
  });

  test('costs what the application adds to it', async () => {
    const { throttle, records } = throttled({});
    await using served = await serve(
      createServer(
        throttleListener(throttle, (request, response) => {
          request.cost?.add('database', 12.5);
          request.cost?.add('database', 7.5);
          assert.throws(() => request.cost?.add('database', -1), { code: 'THROTTLE_COST_INVALID' });
          response.end();
        }),
      ),
    );
    await (await fetch(served.url)).arrayBuffer();
    const [record] = await records.requestsOnce(1);
    assert.deepEqual(record?.extra, { database: 20 });
    assert((record?.cost ?? 0) > 20);
  });

  test('does the work of a body that arrives in its own name', async () => {
    const { throttle, records } = throttled({});
    await using served = await serve(
      createServer(
        throttleListener(throttle, (request, response) => {
          request.on('data', () => burn(10));
          request.on('end', () => {
            burn(10);
            response.end();
          });
        }),
      ),
    );
    await (await fetch(served.url, { method: 'POST', body: 'x' })).arrayBuffer();
    const [record] = await records.requestsOnce(1);
    const cpuMs = (record?.userCpuMs ?? 0) + (record?.systemCpuMs ?? 0);
    assert(cpuMs > 19 && cpuMs < 25, `${cpuMs} ms`);
  });

  test('leaves upgrades alone', async () => {
    const { throttle, records } = throttled({ mode: 'enforce' });
    const server = createServer(throttleListener(throttle, (_request, response) => response.end()));
    server.on('upgrade', (_request, socket) => socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\n'));
    await using served = await serve(server);
    const socket = connect(served.port, '127.0.0.1');
    socket.write('GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    const answer = String(await new Promise((resolve) => socket.once('data', resolve)));
    assert.equal(answer, 'HTTP/1.1 101 Switching Protocols\r\n\r\n');
    assert.equal(throttle.report().requests, 0);
    assert.equal(records.requests.length, 0);
  });

  test('is throttled once, however often it is wrapped', async () => {
    const { throttle, records } = throttled({});
    const listener = throttleListener(throttle, (_request, response) => response.end());
    await using served = await serve(createServer(throttleListener(throttle, listener)));
    await (await fetch(served.url)).arrayBuffer();
    await records.requestsOnce(1);
    assert.equal(throttle.report().requests, 1);
  });
});
