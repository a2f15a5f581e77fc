import assert from 'node:assert/strict';
import type { Server } from 'node:http';
import {
  type ClientHttp2Session,
  connect,
  constants,
  createServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type OutgoingHttpHeaders,
} from 'node:http2';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { throttleListener } from '../../src/adapters/node-http.ts';
import { createThrottle } from '../../src/create-throttle.ts';
import type { ThrottleOptions } from '../../src/options.ts';
import { burn } from '../burn.ts';
import { KeptRecords } from '../records.ts';
import { serve } from '../served.ts';
import { accountOf, frameworks } from './frameworks.ts';

interface Answer {
  readonly headers: Record<string, unknown>;
  readonly text: string;
  readonly trailers: Record<string, unknown>;
}

/** All paths at once, over one connection. */
async function ask(
  url: string,
  paths: readonly string[],
  headers: OutgoingHttpHeaders = {},
  body?: string,
): Promise<readonly Answer[]> {
  const session = connect(url);
  const answers = paths.map(async (path): Promise<Answer> => {
    const stream = session.request({ ...headers, ':path': path });
    if (body !== undefined) stream.end(body);
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
});

for (const framework of frameworks.filter(({ hasHttp2 }) => hasHttp2)) {
  describe(`requests of one HTTP/2 connection, ${framework.name}`, () => {
    const records = new KeptRecords();
    let server: Server;
    let url = '';
    let close: () => Promise<void>;
    let entered: () => number;
    const sessions: ClientHttp2Session[] = [];

    before(async () => {
      const started = await framework.start(
        {
          ...options,
          records,
          plans: { default: { units: 1_000_000, windowS: 3600 }, small: { units: 100, windowS: 3600 } },
          account: accountOf,
          plan: (account: string) => (account === 'heavy' ? 'small' : 'default'),
        } as unknown as ThrottleOptions<never>,
        true,
      );
      ({ server, close, entered } = started);
      if (!server.listening) await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
    });

    after(async () => {
      for (const session of sessions) session.destroy();
      await new Promise((resolve) => server.close(resolve));
      await close();
    });

    test('are each charged what they burn, and their headers say so', async () => {
      const before = records.requests.length;
      const answers = await ask(url, ['/burn/1', '/burn/2', '/burn/3']);
      const own = (await records.requestsOnce(before + 3)).slice(before);
      for (const { userCpuMs, systemCpuMs, bytesOut, extra } of own) {
        // The first one compiles the framework.
        const cpuMs = userCpuMs + systemCpuMs;
        assert(cpuMs > 19.5 && cpuMs < 90, `${cpuMs} ms`);
        assert.deepEqual([bytesOut, extra], ['done'.length, { database: 2.5 }]);
      }
      for (const { headers, text } of answers) {
        assert.deepEqual([headers[':status'], text], [200, 'done']);
        assert(Number(headers['x-usage-request-cost']) > 650, JSON.stringify(headers));
      }
    });

    test('are charged for a body that they send, and its bytes are counted', async () => {
      const body = JSON.stringify({ a: 'x'.repeat(50_000) });
      const before = records.requests.length;
      const [answer] = await ask(
        url,
        ['/body'],
        {
          ':method': 'POST',
          'content-type': 'application/json',
          'content-length': String(body.length),
        },
        body,
      );
      assert.equal(answer?.text, body);
      const record = (await records.requestsOnce(before + 1))[before];
      assert.deepEqual([record?.bytesIn, record?.bytesOut], [body.length, body.length]);
      assert((record?.userCpuMs ?? 0) + (record?.systemCpuMs ?? 0) > 9.9);
    });

    test('are charged to the end when they stream, and when their handler throws', async () => {
      const before = records.requests.length;
      const [streamed, failed] = await ask(url, ['/stream', '/throws']);
      assert.equal(streamed?.text, 'firstlast');
      assert.equal(failed?.headers[':status'], 500);
      const own = (await records.requestsOnce(before + 2)).slice(before);
      for (const [status, ms] of [
        [200, 9.9],
        [500, 4.9],
      ] as const) {
        const record = own.find((each) => each.status === status);
        assert((record?.userCpuMs ?? 0) + (record?.systemCpuMs ?? 0) > ms, JSON.stringify(own));
      }
    });

    test('are let go when the client resets them, and the others are not', async () => {
      const before = records.requests.length;
      const session = connect(url);
      sessions.push(session);
      const [lost, kept] = ['/burn/7', '/burn/8'].map((path) => session.request({ ':path': path }));
      lost?.on('error', () => {});
      const seen = entered();
      while (entered() < seen + 1) await sleep(1);
      lost?.close(constants.NGHTTP2_CANCEL);
      kept?.resume();
      await new Promise((resolve) => kept?.on('end', resolve));
      const own = (await records.requestsOnce(before + 2)).slice(before);
      assert(
        own.some(({ status, aborted }) => status === 200 && !aborted),
        JSON.stringify(own),
      );
    });

    test('are refused one by one', async () => {
      const headers = { 'x-account': 'heavy' };
      const [first] = await ask(url, ['/burn/7'], headers);
      const [second] = await ask(url, ['/burn/7'], headers);
      const [other] = await ask(url, ['/burn/7']);
      assert.deepEqual(
        [first, second, other].map((answer) => answer?.headers[':status']),
        [200, 429, 200],
      );
      assert.match(String(second?.headers.ratelimit), /^"usage";r=0;t=\d+$/);
      assert.equal(JSON.parse(second?.text ?? '').title, 'Quota exceeded');
    });
  });
}
