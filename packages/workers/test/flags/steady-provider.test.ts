import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { OpenFeature, type Provider } from '@openfeature/server-sdk';
import fc from 'fast-check';
import { pino } from 'pino';
import { afterFailure, closedCircuit, questionIn } from '../../src/flags/circuit.ts';
import { SteadyProvider } from '../../src/flags.ts';
import { guardLogger } from '../../src/logging.ts';

type Answer = () => Promise<boolean>;

/** A provider whose answer a test chooses; all its flags are booleans. */
class Chosen {
  readonly metadata = { name: 'chosen' };
  readonly runsOn = 'server';
  asked = 0;
  answer: Answer = async () => true;

  async resolveBooleanEvaluation() {
    this.asked += 1;
    return { value: await this.answer() };
  }

  resolveStringEvaluation = () => Promise.reject(new Error('none'));
  resolveNumberEvaluation = () => Promise.reject(new Error('none'));
  resolveObjectEvaluation = () => Promise.reject(new Error('none'));
}

const hangs: Answer = () => new Promise(() => {});
const fails: Answer = () => Promise.reject(new Error('memcached is gone'));

async function timed<T>(ask: () => Promise<T>): Promise<readonly [value: T, tookMs: number]> {
  const beganMs = performance.now();
  const value = await ask();
  return [value, performance.now() - beganMs];
}

describe('a steady provider', () => {
  it('serves OpenFeature, and gives what the one behind it gives', async () => {
    const provider: Provider = new SteadyProvider(new Chosen());
    await OpenFeature.setProviderAndWait('serves', provider);
    const client = OpenFeature.getClient('serves');
    assert.equal(await client.getBooleanValue('beta', false), true);
    assert.equal(await client.getStringValue('theme', 'dark'), 'dark');
  });

  it('answers in time when the one behind it hangs: with the default, or with the last known value', async () => {
    const chosen = new Chosen();
    const steady = new SteadyProvider(chosen, { withinMs: 30, freshForMs: 0 });
    await steady.resolveBooleanEvaluation('known', false, {});
    chosen.answer = hangs;
    const [known, knownMs] = await timed(() => steady.resolveBooleanEvaluation('known', false, {}));
    const [unknown, unknownMs] = await timed(() => steady.resolveBooleanEvaluation('unknown', false, {}));
    assert.deepEqual([known.value, known.reason, unknown.value], [true, 'STALE', false]);
    assert.ok(knownMs < 20, `${knownMs}`);
    assert.ok(unknownMs >= 29 && unknownMs < 60, `${unknownMs}`);
    assert.deepEqual([steady.snapshot('known', false), steady.snapshot('unknown', false)], [true, false]);
  });

  it('asks a provider that hangs once for each flag, and after three failures nobody waits', async () => {
    const chosen = new Chosen();
    chosen.answer = hangs;
    const steady = new SteadyProvider(chosen, { withinMs: 10, openForMs: 60_000 });
    for (const flag of ['a', 'a', 'b', 'c']) await steady.resolveBooleanEvaluation(flag, false, {});
    const [, tookMs] = await timed(() => steady.resolveBooleanEvaluation('d', false, {}));
    assert.ok(tookMs < 8, `${tookMs}`);
    assert.deepEqual([chosen.asked, steady.counts.late], [3, 3]);
  });

  it('finds out by one question, for which nobody waits, that the one behind it works again', async () => {
    const chosen = new Chosen();
    chosen.answer = fails;
    const steady = new SteadyProvider(chosen, { openAfterFailures: 1, openForMs: 40, freshForMs: 0 });
    assert.equal((await steady.resolveBooleanEvaluation('a', false, {})).value, false);
    chosen.answer = async () => true;
    assert.equal((await steady.resolveBooleanEvaluation('a', false, {})).value, false);
    assert.equal(chosen.asked, 1);
    await sleep(50);
    await steady.resolveBooleanEvaluation('a', false, {});
    await sleep(5);
    assert.equal((await steady.resolveBooleanEvaluation('a', false, {})).value, true);
  });

  it('asks again for a flag whose question never came back', async () => {
    const chosen = new Chosen();
    chosen.answer = hangs;
    const steady = new SteadyProvider(chosen, { withinMs: 5, openAfterFailures: 1, openForMs: 30 });
    await steady.resolveBooleanEvaluation('a', false, {});
    chosen.answer = async () => true;
    await sleep(40);
    await steady.resolveBooleanEvaluation('a', false, {});
    await sleep(5);
    assert.equal(steady.snapshot('a', false), true);
  });

  it('gives the default for a context that refers to itself', async () => {
    const context: Record<string, unknown> = {};
    context.self = context;
    const steady = new SteadyProvider(new Chosen());
    assert.equal((await steady.resolveBooleanEvaluation('a', false, context)).value, false);
  });

  it('keeps an answer that came late for the next time', async () => {
    const chosen = new Chosen();
    chosen.answer = () => sleep(30, true);
    const steady = new SteadyProvider(chosen, { withinMs: 10 });
    assert.equal((await steady.resolveBooleanEvaluation('a', false, {})).value, false);
    await sleep(40);
    assert.equal((await steady.resolveBooleanEvaluation('a', false, {})).value, true);
  });

  it('does not give the value of one context for another', async () => {
    const chosen = new Chosen();
    const steady = new SteadyProvider(chosen);
    await steady.resolveBooleanEvaluation('a', false, { targetingKey: 'one' });
    assert.equal(steady.snapshot('a', false, { targetingKey: 'one' }), true);
    assert.equal(steady.snapshot('a', false, { targetingKey: 'two' }), false);
  });

  it('cuts the recursion of the incident: the logger asks for a flag, and the flag’s client logs its failure', async () => {
    const lines: string[] = [];
    const chosen = new Chosen();
    const steady = new SteadyProvider(chosen, { withinMs: 20 });
    const pending: Promise<unknown>[] = [];
    const mixin = () => {
      pending.push(steady.resolveBooleanEvaluation('verbose', false, {}));
      return { verbose: steady.snapshot('verbose', false) };
    };
    const log = guardLogger(pino({ mixin }, { write: (text) => void lines.push(JSON.parse(text).msg) }));
    chosen.answer = async () => {
      log.error('memcached is gone');
      throw new Error('memcached is gone');
    };
    for (let index = 0; index < 10; index += 1) log.info(`line ${index}`);
    await Promise.all(pending);
    assert.deepEqual(
      lines,
      Array.from({ length: 10 }, (_, index) => `line ${index}`),
    );
    assert.equal(pending.length, 10);
    assert.equal(chosen.asked, 1);
  });
});

describe('the circuit', () => {
  const policy = { failures: 3, openForMs: 1000 };

  it('opens after so many failures in a row, whenever they come, and then nobody waits', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(10_000), { minLength: 1, maxLength: 10 }), (times) => {
        let circuit = closedCircuit;
        for (const [index, nowMs] of times.toSorted((a, b) => a - b).entries()) {
          circuit = afterFailure(circuit, nowMs, policy);
          assert.equal(circuit.openUntilMs !== undefined, index + 1 >= policy.failures);
        }
        if (circuit.openUntilMs === undefined) return;
        assert.equal(questionIn(circuit, circuit.openUntilMs - 1), 'skip');
        assert.equal(questionIn(circuit, circuit.openUntilMs), 'probe');
      }),
    );
  });
});
