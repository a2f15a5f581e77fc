import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { z } from 'zod';
import { jsonSchema, usageRecord } from '../../schema/usage-record.ts';
import { throttleListener } from '../../src/adapters/node-http.ts';
import { createThrottle } from '../../src/create-throttle.ts';
import { KeptRecords } from '../records.ts';
import { serve } from '../served.ts';

async function recordsOf(windowS: number | undefined, attributor: 'exact' | 'sampled'): Promise<KeptRecords> {
  const records = new KeptRecords(windowS);
  const throttle = createThrottle({
    records,
    attributor,
    mode: 'enforce',
    account: (request: IncomingMessage) => request.headers['x-account']?.toString(),
    plan: (account) => account,
    plans: { small: { units: 50, windowS: 60 } },
  });
  let settled = 0;
  const listener = throttleListener(throttle, (request, response) => {
    request.cost?.add('database', 60);
    response.end('x');
  });
  await using served = await serve(
    createServer((request, response) => {
      response.on('close', () => {
        settled += 1;
      });
      listener(request, response);
    }),
  );
  for (const account of ['small', 'small', 'other']) {
    await (await fetch(served.url, { headers: { 'x-account': account } })).arrayBuffer();
  }
  while (settled < 3) await new Promise((resolve) => setTimeout(resolve, 5));
  await new Promise((resolve) => setImmediate(resolve));
  await throttle.close();
  return records;
}

describe('a usage record', () => {
  test('ships with the JSON Schema that zod generates now (else: npm run schema)', () => {
    const shipped = JSON.parse(readFileSync(join(import.meta.dirname, '../../usage-record.schema.json'), 'utf8'));
    assert.deepEqual(shipped, jsonSchema());
  });

  test('is as the schema says, whatever it is of, and has no field more', async () => {
    const kinds = new Set<string>();
    for (const windowS of [undefined, 3600]) {
      for (const attributor of ['exact', 'sampled'] as const) {
        for (const record of (await recordsOf(windowS, attributor)).all) {
          kinds.add(record.kind);
          const { error } = usageRecord.safeParse(JSON.parse(JSON.stringify(record)));
          assert.equal(error, undefined, `${JSON.stringify(record)}: ${error && z.prettifyError(error)}`);
        }
      }
    }
    assert.deepEqual([...kinds].toSorted(), ['request', 'unattributed', 'window']);
  });

  test('of a window is the sum of its requests, by account', async () => {
    const { all } = await recordsOf(3600, 'exact');
    const windows = all.filter((record) => record.kind === 'window');
    assert.deepEqual(
      windows.map(({ account, requests, refused, throttled, measured, extra }) => [
        account,
        requests,
        refused,
        throttled,
        measured,
        extra,
      ]),
      [
        ['small', 2, 1, 1, 2, { database: 60 }],
        ['other', 1, 0, 0, 1, { database: 60 }],
      ],
    );
    assert(
      windows.every(({ cost }) => cost > 60),
      JSON.stringify(windows),
    );
    // On a busy machine the head of a request may be read before the response to the one before it is closed, which is charged it then.
    assert(windows.reduce((sum, { bytesIn = 0 }) => sum + bytesIn, 0) > 60, JSON.stringify(windows));
  });

  test('of what is unattributed adds up to the CPU time of the process', async () => {
    const { all } = await recordsOf(undefined, 'exact');
    const [record] = all.filter(({ kind }) => kind === 'unattributed');
    assert(record?.kind === 'unattributed');
    const { totalCpuMs, attributedCpuMs, threadCpuMs, otherThreadsCpuMs, childrenCpuMs } = record;
    assert(Math.abs(totalCpuMs - attributedCpuMs - threadCpuMs - otherThreadsCpuMs - childrenCpuMs) < 0.001);
    assert(attributedCpuMs > 0 && threadCpuMs > 0 && otherThreadsCpuMs >= 0);
  });
});
