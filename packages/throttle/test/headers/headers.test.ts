import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { decide } from '../../src/decision/decision.ts';
import { headersOfLines } from '../../src/headers/header-lines.ts';
import { rateLimitHeaders } from '../../src/headers/rate-limit-headers.ts';
import { refusalOf } from '../../src/headers/refusal.ts';
import { usageHeaderNames } from '../../src/headers/usage-header-names.ts';
import { usageHeaders } from '../../src/headers/usage-headers.ts';

const quota = { units: 1_000_000, windowS: 3600 };
const decided = (remaining: number) => decide([{ limit: 'usage', quota, remaining, needed: 0 }], true, 0.8);

describe('headers', () => {
  test("of usage have the formats of Bitbucket Cloud's", () => {
    const figures = {
      remaining: 999_200.4567,
      cost: 808.4667,
      userUs: 24_254,
      systemUs: 0,
      measured: true,
      throttled: false,
      warned: false,
      quotaUnits: 1e6,
    };
    assert.deepEqual(headersOfLines(usageHeaders(figures)), {
      'X-Usage-Quota-Remaining': '999200.457',
      'X-Usage-Request-Cost': '808.47',
      'X-Usage-User-Time': '0.024254',
      'X-Usage-System-Time': '0.000000',
      'X-Usage-Measured': 'true',
      'X-Usage-Throttled': 'false',
    });
  });

  test('warn when little is left', () => {
    const figures = { cost: 1, userUs: 0, systemUs: 0, measured: true, throttled: false, quotaUnits: 1000 };
    const headers = headersOfLines(usageHeaders({ ...figures, warned: true, remaining: 149.9 }));
    assert.equal(headers['X-Usage-Warning'], '85% of the quota is used');
  });

  test('are those that load balancers are told of, and no line of them can be broken by a name', () => {
    const lines = usageHeaders({
      remaining: 1,
      cost: 1,
      userUs: 0,
      systemUs: 0,
      measured: true,
      throttled: false,
      warned: true,
      quotaUnits: 1000,
      ops: { input: 1, output: 2 },
      account: 'a\r\nSet-Cookie: b: c',
    });
    const headers = headersOfLines(lines);
    assert.deepEqual(Object.keys(headers).toSorted(), [...usageHeaderNames].toSorted());
    assert.equal(lines.split('\r\n').length, usageHeaderNames.length + 1);
    assert.equal(headers['X-Usage-Account'], 'a%0D%0ASet-Cookie:%20b:%20c');
  });

  test('of rate limits hold whole numbers, and 0 for debt', () => {
    assert.deepEqual(headersOfLines(rateLimitHeaders(decided(999_200.9), 999_200.9)), {
      'RateLimit-Policy': '"usage";q=1000000;w=3600',
      RateLimit: '"usage";r=999200;t=3',
    });
    assert.equal(headersOfLines(rateLimitHeaders(decided(-3333.4), -3333.4)).RateLimit, '"usage";r=0;t=13');
  });

  test('of a refusal say after how many whole seconds to come back, one at least', () => {
    assert.equal(refusalOf(decided(-3333.4), {}).headers['Retry-After'], '13');
    assert.equal(refusalOf(decided(0), {}).headers['Retry-After'], '1');
    const { body, headers } = refusalOf(decided(0), { 'X-Own': 'kept' });
    assert.equal(headers['X-Own'], 'kept');
    assert.equal(headers['Content-Length'], String(Buffer.byteLength(body)));
  });
});
