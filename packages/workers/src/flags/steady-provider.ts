import { AsyncLocalStorage } from 'node:async_hooks';
import { afterFailure, afterProbe, type Circuit, type CircuitPolicy, closedCircuit, questionIn } from './circuit.ts';
import type { FlagContext, FlagProvider, Resolution, Resolve } from './provider.ts';

export interface SteadyOptions {
  /** How long an answer is waited for. */
  readonly withinMs?: number;
  /** So many failures in a row, and nobody waits any more … */
  readonly openAfterFailures?: number;
  /** … until one question in so long, for which nobody waits, is answered. */
  readonly openForMs?: number;
  /** A value that is known is given at once and asked for anew behind it when it is older. */
  readonly freshForMs?: number;
  /** So many values are remembered. */
  readonly mostKnown?: number;
}

export interface SteadyCounts {
  readonly asked: number;
  readonly late: number;
  readonly failed: number;
  /** Evaluated while a flag was being evaluated: the default was given. */
  readonly reentries: number;
}

interface Known {
  readonly resolution: Resolution<unknown>;
  readonly atMs: number;
}

/** True within an evaluation, also on its asynchronous path. */
const evaluating = new AsyncLocalStorage<true>();

/** Providers log what goes wrong; here their words would go to the application's logger, which may ask for a flag. */
const silent = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} } as never;

/**
 * Makes an OpenFeature provider one that answers in time whatever happens to the one behind it: within a time limit, else with the last known value, else with the default. It never throws and never logs.
 *
 * ```ts
 * await OpenFeature.setProviderAndWait(new SteadyProvider(provider, { withinMs: 30 }));
 * ```
 *
 * A provider that computes without end holds the only thread; no limit helps against that.
 */
export class SteadyProvider {
  readonly runsOn = 'server' as const;
  readonly metadata: { readonly name: string };
  readonly #provider: FlagProvider;
  readonly #withinMs: number;
  readonly #freshForMs: number;
  readonly #mostKnown: number;
  readonly #policy: CircuitPolicy;
  readonly #known = new Map<string, Known>();
  /** Questions that are out, and since when. One that is out for as long as the circuit stays open is given up: its answer won't come. */
  readonly #out = new Map<string, number>();
  readonly #counts = { asked: 0, late: 0, failed: 0, reentries: 0 };
  #circuit: Circuit = closedCircuit;

  constructor(provider: FlagProvider, options: SteadyOptions = {}) {
    this.metadata = { name: `steady ${provider.metadata.name}` };
    this.#provider = provider;
    this.#withinMs = options.withinMs ?? 30;
    this.#freshForMs = options.freshForMs ?? 10_000;
    this.#mostKnown = options.mostKnown ?? 10_000;
    this.#policy = { failures: options.openAfterFailures ?? 3, openForMs: options.openForMs ?? 5000 };
  }

  get counts(): SteadyCounts {
    return { ...this.#counts };
  }

  /** Doesn't wait for a provider that takes long to begin: it is asked as soon as it answers. */
  async initialize(context?: FlagContext): Promise<void> {
    const begun = evaluating.run(true, async () => this.#provider.initialize?.(context));
    await inTime(begun, this.#withinMs).catch(() => {});
  }

  async onClose(): Promise<void> {
    await inTime(Promise.resolve(this.#provider.onClose?.()), 1000).catch(() => {});
  }

  resolveBooleanEvaluation(flagKey: string, defaultValue: boolean, context: FlagContext): Promise<Resolution<boolean>> {
    return this.#resolve('boolean', flagKey, defaultValue, context, this.#provider.resolveBooleanEvaluation);
  }

  resolveStringEvaluation(flagKey: string, defaultValue: string, context: FlagContext): Promise<Resolution<string>> {
    return this.#resolve('string', flagKey, defaultValue, context, this.#provider.resolveStringEvaluation);
  }

  resolveNumberEvaluation(flagKey: string, defaultValue: number, context: FlagContext): Promise<Resolution<number>> {
    return this.#resolve('number', flagKey, defaultValue, context, this.#provider.resolveNumberEvaluation);
  }

  resolveObjectEvaluation<T>(flagKey: string, defaultValue: T, context: FlagContext): Promise<Resolution<T>> {
    return this.#resolve('object', flagKey, defaultValue, context, this.#provider.resolveObjectEvaluation);
  }

  /** The last known value without asking or waiting, for places such as a logger; the default when none is known. */
  snapshot<T extends boolean | string | number | object>(
    flagKey: string,
    defaultValue: T,
    context: FlagContext = {},
  ): T {
    const key = keyOf(typeof defaultValue, flagKey, context);
    const known = key === undefined ? undefined : this.#known.get(key);
    return known === undefined ? defaultValue : (known.resolution.value as T);
  }

  async #resolve<T>(
    type: string,
    flagKey: string,
    defaultValue: T,
    context: FlagContext,
    ask: Resolve<T>,
  ): Promise<Resolution<T>> {
    const byDefault: Resolution<T> = { value: defaultValue, reason: 'DEFAULT' };
    if (evaluating.getStore() === true) {
      this.#counts.reentries += 1;
      return byDefault;
    }
    const key = keyOf(type, flagKey, context);
    if (key === undefined) {
      this.#counts.failed += 1;
      return byDefault;
    }
    const known = this.#known.get(key) as (Known & { readonly resolution: Resolution<T> }) | undefined;
    const nowMs = performance.now();
    const isFresh = known !== undefined && nowMs - known.atMs < this.#freshForMs;
    if (isFresh) return { ...known.resolution, reason: 'CACHED' };
    const stale = known === undefined ? byDefault : { ...known.resolution, reason: 'STALE' };
    const question = questionIn(this.#circuit, nowMs);
    // One question at a time for each flag: a provider that hangs must not gather them.
    const sinceMs = this.#out.get(key);
    if (question === 'skip' || (sinceMs !== undefined && nowMs - sinceMs < this.#policy.openForMs)) return stale;
    if (question === 'probe') this.#circuit = afterProbe(this.#circuit, nowMs, this.#policy);
    const answer = this.#ask(key, () => ask.call(this.#provider, flagKey, defaultValue, context, silent));
    if (question === 'probe' || known !== undefined) return stale;
    return inTime(answer, this.#withinMs).then(
      (resolution) => resolution ?? byDefault,
      () => {
        this.#counts.late += 1;
        this.#fail();
        return byDefault;
      },
    );
  }

  /** @returns undefined when it failed; an answer that comes late is kept for the next time */
  async #ask<T>(key: string, ask: () => Promise<Resolution<T>>): Promise<Resolution<T> | undefined> {
    this.#counts.asked += 1;
    const sinceMs = performance.now();
    this.#out.set(key, sinceMs);
    try {
      const resolution = await evaluating.run(true, async () => ask());
      this.#remember(key, resolution);
      this.#circuit = closedCircuit;
      return resolution;
    } catch {
      this.#counts.failed += 1;
      this.#fail();
      return undefined;
    } finally {
      if (this.#out.get(key) === sinceMs) this.#out.delete(key);
    }
  }

  #fail(): void {
    this.#circuit = afterFailure(this.#circuit, performance.now(), this.#policy);
  }

  #remember(key: string, resolution: Resolution<unknown>): void {
    this.#known.delete(key);
    this.#known.set(key, { resolution, atMs: performance.now() });
    const oldest = this.#known.size > this.#mostKnown ? this.#known.keys().next().value : undefined;
    if (oldest !== undefined) this.#known.delete(oldest);
  }
}

/** Flags may depend on anything in the context, so values are known for the same context only. Undefined for one that can't be written down: it refers to itself, say. */
function keyOf(type: string, flagKey: string, context: FlagContext): string | undefined {
  try {
    const entries = Object.keys(context)
      .toSorted()
      .map((name) => [name, context[name]]);
    return JSON.stringify([type, flagKey, entries]);
  } catch {
    return undefined;
  }
}

async function inTime<T>(promise: Promise<T>, withinMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${withinMs} ms`)), withinMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
