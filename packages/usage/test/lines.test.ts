import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { instantMs } from '../src/lines/instant-ms.ts';
import { readLine } from '../src/lines/read-line.ts';
import { instant, ms, record } from './logs.ts';

const access = {
  time: '2026-03-01T10:00:00.000+00:00',
  remote_addr: '192.0.2.7',
  method: 'GET',
  path: '/repositories/4711',
  status: 200,
  x_usage_request_cost: '808.47',
  x_usage_throttled: 'false',
  x_usage_account: 'ann',
};
const combined =
  '192.0.2.7 - - [01/Mar/2026:11:00:00 +0100] "GET /repositories/4711?q=1 HTTP/1.1" 200 512 "-" "git/2.47 (\\"x\\")" x_usage_request_cost="808.47" x_usage_throttled="false" x_usage_account="Zo%C3%AB%20B"';

function rowOf(line: string) {
  const reading = readLine(line);
  assert.equal(reading.kind, 'usage', JSON.stringify(reading));
  return (reading as Extract<typeof reading, { kind: 'usage' }>).row;
}

describe('a line of an access log', () => {
  test('of the combined format takes nothing from what a client says in quotes', () => {
    const told = combined.replace(/ x_usage_account.*/, '');
    const forged = told.replace('git/2.47', 'x account=bob remote_user=bob request_time=9999');
    assert.notEqual(forged, told);
    assert.deepEqual(rowOf(forged), rowOf(told));
  });

  test('is the same as JSON, in whatever order its fields stand, and in the combined format', () => {
    const { account, ...json } = rowOf(JSON.stringify(access));
    const turned = Object.fromEntries(Object.entries(access).toReversed());
    assert.deepEqual(rowOf(JSON.stringify(turned)), { account, ...json });
    const { account: encoded, ...text } = rowOf(combined);
    assert.deepEqual(text, json);
    assert.deepEqual([account, encoded], ['ann', 'Zoë B']);
    assert.deepEqual([json.endMs, json.cost, json.route], [ms(0), 808.47, 'GET /repositories/:id']);
  });

  test('has the names of Traefik read as ours', () => {
    const line = {
      StartUTC: instant(0),
      ClientHost: '192.0.2.7',
      RequestMethod: 'GET',
      RequestPath: '/a',
      DownstreamStatus: 429,
      'origin_X-Usage-Request-Cost': '0.00',
      'origin_X-Usage-Throttled': 'true',
    };
    const { account, throttled, refused, route } = rowOf(JSON.stringify(line));
    assert.deepEqual([account, throttled, refused, route], ['ip:192.0.2.7', 1, 1, 'GET /a']);
  });

  test('tells how long the request took in seconds, milliseconds or as Traefik does, and ends so much after it came', () => {
    const { time, ...rest } = access;
    for (const more of [
      { time: instant(1500), request_time: '1.500' },
      { time: instant(1500), request_time_ms: 1500 },
      { time: '01/Mar/2026:10:00:01 +0000', msec: String(ms(1500) / 1000), request_time: 1.5 },
      { start_time: instant(0), request_time_ms: '1500' },
      { StartUTC: instant(0), Duration: 1_500_000_000, time: '2026-03-01T10:00:01Z' },
    ]) {
      const { endMs, wallMs } = rowOf(JSON.stringify({ ...rest, ...more }));
      assert.deepEqual([endMs, wallMs], [ms(1500), 1500], JSON.stringify(more));
    }
    const text = rowOf(`${combined} msec="${ms(1500) / 1000}" request_time_ms="1500"`);
    assert.deepEqual([text.endMs, text.wallMs], [ms(1500), 1500]);
  });

  test('of which no duration can be read tells none, and the request counts all the same', () => {
    for (const more of [
      {},
      { request_time: '-' },
      { request_time: '' },
      { request_time: 'soon' },
      { request_time_ms: -1 },
      { request_time: '1e30' },
      { duration: 12 },
    ]) {
      const { endMs, wallMs, cost } = rowOf(JSON.stringify({ ...access, ...more }));
      assert.deepEqual([endMs, wallMs, cost], [ms(0), undefined, 808.47], JSON.stringify(more));
    }
    const { wallMs } = rowOf(JSON.stringify({ ...access, request_time: 0 }));
    assert.equal(wallMs, 0);
  });

  test('without a cost is neither a request nor damage', () => {
    for (const cost of ['', '-', undefined]) {
      assert.equal(readLine(JSON.stringify({ ...access, x_usage_request_cost: cost })).kind, 'without-cost');
    }
    assert.equal(readLine(combined.replace(/ x_usage.*/, '')).kind, 'without-cost');
  });

  test('gives the account that the application named, else the user, else the address', () => {
    const of = (more: object) => rowOf(JSON.stringify({ ...access, x_usage_account: '', ...more })).account;
    assert.equal(of({ account: 'bob', remote_user: 'carol' }), 'bob');
    assert.equal(of({ remote_user: 'carol' }), 'carol');
    assert.equal(of({ remote_user: '-' }), 'ip:192.0.2.7');
    assert.equal(rowOf(JSON.stringify({ ...access, x_usage_account: '100%' })).account, '100%');
  });

  test('with an escaped quote in the request is read to its end', () => {
    const odd = combined.replace('GET /repositories/4711?q=1', 'GET /a\\x22b');
    assert.equal(rowOf(odd).cost, 808.47);
  });
});

describe('a usage record', () => {
  test('is the same within a line of evidence', () => {
    const usage = record({ cost: 7 });
    const line = { version: 1, instant: usage.instant, event: 'usage', throttle: 'web-1', usage };
    assert.deepEqual(rowOf(JSON.stringify(line)), rowOf(JSON.stringify(usage)));
    assert.equal(readLine(JSON.stringify({ ...line, usage: null })).kind, 'damaged');
  });

  test('counts what was charged, and keeps what it cost', () => {
    const { units, cost } = rowOf(JSON.stringify(record({ cost: 3, charged: -2 })));
    assert.deepEqual([units, cost], [-2, 3]);
  });

  test('is damaged where a field that is needed is missing or no number, and the reason names it', () => {
    for (const field of ['account', 'route', 'cost', 'charged', 'wallMs', 'instant']) {
      for (const value of [undefined, null, [], {}]) {
        const reading = readLine(JSON.stringify({ ...record({}), [field]: value }));
        assert.equal(reading.kind, 'damaged');
        assert.match((reading as { reason: string }).reason, new RegExp(`the field ${field} is `));
      }
    }
    assert.equal(readLine(JSON.stringify({ ...record({}), version: 2 })).kind, 'damaged');
    assert.equal(readLine(JSON.stringify({ ...record({}), kind: 'other' })).kind, 'damaged');
  });
});

test('no line, whatever it holds, is more than damaged', () => {
  const json = fc.json().map((text) => text.replaceAll('\n', ' '));
  const broken = fc
    .tuple(fc.constantFrom(JSON.stringify(record({})), JSON.stringify(access), combined), fc.nat(), fc.string())
    .map(([line, at, put]) => line.slice(0, at % line.length) + put + line.slice((at % line.length) + put.length));
  fc.assert(
    fc.property(
      fc.oneof(
        json,
        broken,
        fc.string(),
        fc.object().map((value) => JSON.stringify(value)),
      ),
      (line) => {
        const reading = readLine(line);
        if (reading.kind !== 'usage') return;
        const { endMs, cost, units, wallMs } = reading.row;
        for (const figure of [endMs, cost, units, wallMs ?? 0]) assert(Number.isFinite(figure), line);
      },
    ),
  );
});

test('times are read in the forms that logs have, and none without a zone', () => {
  const at = ms(0);
  for (const text of [
    '2026-03-01T10:00:00Z',
    '2026-03-01T11:00:00.000+01:00',
    '2026-03-01 10:00:00Z',
    '01/Mar/2026:10:00:00 +0000',
    '01/Mar/2026:05:30:00 -0430',
    at,
    at / 1000,
    String(at),
    `${at / 1000}.000`,
  ]) {
    assert.equal(instantMs(text), at, String(text));
  }
  for (const text of ['2026-03-01T10:00:00', '2026-03-01', '31/Foo/2026:10:00:00 +0000', '', 'now', null, -1, 0, {}]) {
    assert.equal(instantMs(text), undefined, String(text));
  }
});
