import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { Counter, Registry } from 'prom-client';
import { createThrottle } from '../../src/create-throttle.ts';
import { registerMetrics } from '../../src/observability/prometheus.ts';
import { RedisStore } from '../../src/stores/redis-store.ts';

const arrival = { method: 'GET', url: '/', route: 'GET /', peer: '192.0.2.1', forwardedFor: undefined };

describe('metrics in a registry of prom-client', () => {
  test('stand beside those of the application, and follow what happens', async () => {
    const throttle = createThrottle<string>({
      mode: 'enforce',
      account: (name) => name,
      plans: { default: { units: 1e-9, windowS: 1e9 } },
    });
    after(() => throttle.close());
    const registry = new Registry();
    new Counter({ name: 'own_total', help: 'Of the application.', registers: [registry] }).inc(3);
    registerMetrics(throttle, registry);
    assert.match(await registry.metrics(), /^fivewhys_requests_total 0$/m);
    for (let count = 0; count < 2; count++) {
      const visit = throttle.enter({ request: 'ann', ...arrival });
      if (!visit.decision.refused) visit.usage.add('database', 500);
      throttle.leave(visit, { status: 200, aborted: false });
    }
    const text = await registry.metrics();
    assert.match(text, /^own_total 3$/m);
    assert.match(text, /^# TYPE fivewhys_requests_total counter$/m);
    assert.match(text, /^fivewhys_requests_total 2$/m);
    assert.match(text, /^fivewhys_throttled_requests_total 1$/m);
    assert.match(text, /^fivewhys_refused_requests_total 1$/m);
    assert.match(text, /^fivewhys_request_cost_units_bucket\{le="100"\} 0$/m);
    assert.match(text, /^fivewhys_request_cost_units_bucket\{le="1000"\} 1$/m);
    assert.match(text, /^fivewhys_request_cost_units_bucket\{le="\+Inf"\} 1$/m);
    assert.match(text, /^fivewhys_request_cost_units_count 1$/m);
    assert.match(text, /^fivewhys_request_cost_units_sum 50\d(\.\d+)?$/m);
    assert.match(text, /^fivewhys_cpu_seconds\{of="unattributed-thread"\} -?\d/m);
    assert.match(text, /^fivewhys_store_up 1$/m);
    registry.resetMetrics();
    assert.match(await registry.metrics(), /^fivewhys_requests_total 2$/m, 'they are not the registry’s to reset');
  });

  test('say that the shared store does not answer', async () => {
    const store = new RedisStore({ send: () => Promise.reject(new Error('connect ECONNREFUSED')), flushMs: 5 });
    const throttle = createThrottle<string>({ store, account: (name) => name });
    after(() => throttle.close());
    const registry = new Registry();
    registerMetrics(throttle, registry);
    while (store.health().state === 'ok') {
      throttle.leave(throttle.enter({ request: 'ann', ...arrival }), { status: 200, aborted: false });
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const text = await registry.metrics();
    assert.match(text, /^fivewhys_store_up 0$/m);
    assert.match(text, /^fivewhys_store_outages_total 1$/m);
  });
});
