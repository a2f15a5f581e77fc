import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { throttleListener } from '../../src/adapters/node-http.ts';
import { createThrottle } from '../../src/create-throttle.ts';
import { ActiveSpan } from '../../src/observability/active-span.ts';
import { burn } from '../burn.ts';
import { KeptRecords } from '../records.ts';
import { serve } from '../served.ts';

describe('the active span of OpenTelemetry', () => {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  before(() => {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    trace.setGlobalTracerProvider(provider);
  });
  after(async () => {
    await provider.shutdown();
    trace.disable();
    context.disable();
  });

  /** Serves one request in a span that ends with its response, or later. */
  async function spanOf(endsLate: boolean, showAccount: boolean) {
    exporter.reset();
    const records = new KeptRecords();
    const throttle = createThrottle({ records, account: () => 'ann', showAccount, attributor: 'exact' });
    after(() => throttle.close());
    const listener = throttleListener(throttle, (_request, response) => {
      response.write('first');
      burn(10);
      response.end();
    });
    await using served = await serve(
      createServer((request, response) => {
        trace.getTracer('test').startActiveSpan('request', (span) => {
          if (endsLate) response.on('close', () => setTimeout(() => span.end(), 20));
          else response.on('finish', () => span.end());
          listener(request, response as never);
        });
      }),
    );
    // The API is there once it is loaded.
    await import('@opentelemetry/api');
    await new Promise((resolve) => setImmediate(resolve));
    await (await fetch(served.url)).arrayBuffer();
    const [record] = await records.requestsOnce(1);
    while (exporter.getFinishedSpans().length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    return { attributes: exporter.getFinishedSpans()[0]?.attributes ?? {}, record };
  }

  test('says what its request cost in the end, while it is open', async () => {
    const { attributes, record } = await spanOf(true, true);
    assert.equal(attributes['fivewhys.usage.cost'], record?.cost);
    assert((record?.cost ?? 0) > 300);
    assert.equal(attributes['fivewhys.usage.account'], 'ann');
    assert.equal(attributes['fivewhys.quota.throttled'], false);
  });

  test('that ends with the response has the cost so far, and no account unless it may be shown', async () => {
    const { attributes, record } = await spanOf(false, false);
    assert(Number(attributes['fivewhys.usage.cost']) < (record?.cost ?? 0));
    assert.equal(attributes['fivewhys.usage.plan'], 'default');
    assert(!('fivewhys.usage.account' in attributes));
  });
});

test('without the API of OpenTelemetry nothing happens', async () => {
  const span = new ActiveSpan(async () => undefined);
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(span.get(), undefined);
});
