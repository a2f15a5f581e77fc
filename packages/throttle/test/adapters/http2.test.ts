import assert from 'node:assert/strict';
import { connect, createServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import { after, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import Fastify from 'fastify';
import { throttleFastify } from '../../src/adapters/fastify.ts';
import { throttleListener } from '../../src/adapters/node-http.ts';
import { createThrottle } from '../../src/create-throttle.ts';
import { burn } from '../burn.ts';
import { KeptRecords } from '../records.ts';
import { serve } from '../served.ts';

interface Answer {
  readonly headers: Record<string, unknown>;
  readonly text: string;
  readonly trailers: Record<string, unknown>;
}

/** All paths at once, over one connection. */
async function ask(url: string, paths: readonly string[]): Promise<readonly Answer[]> {
  const session = connect(url);
  const answers = paths.map(async (path): Promise<Answer> => {
    const stream = session.request({ ':path': path });
    const answer = { headers: {}, text: '', trailers: {} };
    stream.on('response', (headers) => Object.assign(answer.headers, headers));
    stream.on('trailers', (trailers) => Object.assign(answer.trailers, trailers));
    stream.setEncoding('utf8').on('data', (text) => {
      answer.text += text;
    });
    await new Promise((resolve) => stream.on('end', resolve));
    return answer;
  });
  try {
    return await Promise.all(answers);
  } finally {
    session.close();
  }
}

const options = { attributor: 'exact', mode: 'enforce' } as const;

describe('requests of one HTTP/2 connection', () => {
  test('are each charged what they burn, with node:http2', async () => {
    const records = new KeptRecords();
    const throttle = createThrottle<Http2ServerRequest>({ ...options, records, trailer: true });
    after(() => throttle.close());
    const listener = async (request: Http2ServerRequest, response: Http2ServerResponse): Promise<void> => {
      const ms = Number(request.url.slice(1));
      burn(ms);
      await sleep(2);
      response.write('half');
      burn(ms);
      response.end('done');
    };
    await using served = await serve(createServer(throttleListener(throttle, listener)));
    const [small, large] = await ask(served.url, ['/2', '/20']);
    assert.deepEqual([small?.text, large?.text], ['halfdone', 'halfdone']);
    assert(Number(large?.headers['x-usage-request-cost']) > 600, JSON.stringify(large));
    assert(Number(large?.trailers['x-usage-request-cost']) > 1300, JSON.stringify(large));
    const byRoute = new Map(
      (await records.requestsOnce(2)).map(({ wallMs: _, ...record }) => [
        Math.round(record.userCpuMs + record.systemCpuMs),
        record,
      ]),
    );
    const charged = [...byRoute.keys()].toSorted((a, b) => a - b);
    assert(charged.length === 2 && (charged[0] ?? 0) <= 14 && Math.abs((charged[1] ?? 0) - 40) <= 4, `${charged}`);
    for (const { bytesIn, bytesOut, status } of byRoute.values())
      assert.deepEqual([bytesIn, bytesOut, status], [0, 'halfdone'.length, 200]);
  });

  test('are refused one by one, with Fastify', async () => {
    const throttle = createThrottle({ ...options, plans: { default: { units: 100, windowS: 3600 } } });
    after(() => throttle.close());
    const app = Fastify({ http2: true });
    await app.register(throttleFastify(throttle as never) as never);
    app.get('/', async () => {
      burn(10);
      return 'done';
    });
    await app.listen({ port: 0, host: '127.0.0.1' });
    after(() => app.close());
    const { port } = app.server.address() as { port: number };
    const [first] = await ask(`http://127.0.0.1:${port}`, ['/']);
    const [second] = await ask(`http://127.0.0.1:${port}`, ['/']);
    assert.deepEqual([first?.headers[':status'], second?.headers[':status']], [200, 429]);
    assert.match(String(second?.headers.ratelimit), /^"usage";r=0;t=\d+$/);
  });
});
