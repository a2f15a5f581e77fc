import { performance } from 'node:perf_hooks';
import type { Quota } from '../quota/debt-bucket.ts';
import { Buckets } from './buckets.ts';
import { chargeScript, chargeScriptSha } from './charge-script.ts';
import { Outage } from './outage.ts';
import type { SendCommand } from './redis-commands.ts';
import type { Store, StoreHealth } from './store.ts';

export interface RedisStoreOptions {
  /** The application's own client: `fromIoredis(client)`, `fromNodeRedis(client)`. */
  readonly send: SendCommand;
  /** In front of every key; `fivewhys:` by default. */
  readonly prefix?: string;
  /** How often charges are sent; 100 ms by default. */
  readonly flushMs?: number;
  /** How long an answer may take until the store counts as not answering; 50 ms by default. Requests never wait for it. */
  readonly limitMs?: number;
  /** Accounts kept here at most; a million by default. */
  readonly mostAccounts?: number;
  /** When the store does not answer: `local` (the default) decides by what this process knows, `refuse` lets nobody in. */
  readonly onOutage?: 'local' | 'refuse';
}

interface Pending {
  readonly quota: Quota;
  units: number;
}

/** Keys sent at once: a pipeline of some thousands holds up the others of a Redis for milliseconds. */
const mostAtOnce = 1000;

/** The server says that it did not run the script, or did not finish it; so nothing was charged. */
const notRun =
  /^(NOSCRIPT|LOADING|READONLY|MOVED|ASK|TRYAGAIN|CLUSTERDOWN|MASTERDOWN|BUSY|OOM|NOREPLICAS|NOAUTH|NOPERM|ERR)\b/;

/**
 * Balances that several processes share by a Redis or Valkey. Decisions come from the copy in this process; charges are summed up, sent every 100 ms in the background, and the answers
 * replace the copy. So an account can use more than its quota by what it uses at the other processes within that time; and when the store does not answer, every process
 * goes on by itself, and sends later what it has charged meanwhile.
 */
export class RedisStore implements Store {
  readonly name = 'redis';
  readonly #buckets: Buckets;
  readonly #send: SendCommand;
  readonly #prefix: string;
  readonly #limitMs: number;
  readonly #refuseOnOutage: boolean;
  /** Accounts whose charges wait for the end of an outage. */
  readonly #mostPending: number;
  readonly #timer: NodeJS.Timeout;
  readonly #outage = new Outage();
  readonly #pending = new Map<string, Pending>();
  /** Units that are on their way, by account: the answer to come takes them off. */
  readonly #sent = new Map<string, number>();
  #lostUnits = 0;
  #flushing = false;
  /** The first call since the last flush, by the caller's clock and by ours: balances are kept in the caller's. */
  #nowMs = 0;
  #heardMs = performance.now();
  #hasHeard = false;

  constructor(options: RedisStoreOptions) {
    const { send, prefix = 'fivewhys:', flushMs = 100, limitMs = 50, mostAccounts = 1_000_000 } = options;
    this.#send = send;
    this.#prefix = prefix;
    this.#limitMs = limitMs;
    this.#refuseOnOutage = options.onOutage === 'refuse';
    this.#mostPending = mostAccounts;
    this.#buckets = new Buckets(mostAccounts);
    this.#timer = setInterval(() => void this.flush(), flushMs);
    this.#timer.unref();
  }

  remaining(account: string, quota: Quota, nowMs: number): number {
    this.#hear(nowMs);
    if (this.#refuseOnOutage && this.#outage.open) return 0;
    return this.#buckets.available(account, quota, nowMs);
  }

  reserve(account: string, quota: Quota, units: number, nowMs: number): void {
    this.#hear(nowMs);
    // What other processes charged to an account that is new here is asked for by a charge of nothing.
    if (!this.#buckets.has(account)) this.#owe(account, quota, 0);
    this.#buckets.reserve(account, quota, units, nowMs);
  }

  settle(account: string, quota: Quota, reserved: number, cost: number, nowMs: number): void {
    this.#hear(nowMs);
    this.#buckets.settle(account, quota, reserved, cost, nowMs);
    this.#owe(account, quota, cost);
  }

  charge(account: string, quota: Quota, units: number, nowMs: number): void {
    this.#hear(nowMs);
    this.#buckets.charge(account, quota, units, nowMs);
    this.#owe(account, quota, units);
  }

  dearness(account: string): number | undefined {
    return this.#buckets.dearness(account);
  }

  learnDearness(account: string, usedUs: number, averageUs: number): void {
    this.#buckets.learnDearness(account, usedUs, averageUs);
  }

  health(): StoreHealth {
    const { outages, lastError } = this.#outage;
    let pendingUnits = 0;
    for (const { units } of this.#pending.values()) pendingUnits += units;
    return {
      state: this.#outage.open ? 'local' : 'ok',
      accounts: this.#buckets.size,
      evicted: this.#buckets.evicted,
      shared: {
        outages,
        outageMs: this.#outage.durationMs(performance.now()),
        pendingUnits,
        lostUnits: this.#lostUnits,
        ...(lastError === undefined ? {} : { lastError }),
      },
    };
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    if (!this.#outage.open) await this.flush();
  }

  /** Sends what is pending; it resolves after the limit at the latest, and never rejects. The timer calls it; tests may. */
  async flush(): Promise<void> {
    if (this.#flushing || this.#pending.size === 0 || !this.#outage.mayTry(performance.now())) return;
    this.#flushing = true;
    try {
      const batch = this.#outage.open ? [] : this.#take();
      // In an outage nothing is risked to see whether it is over; nor when all that is pending waits for earlier answers.
      const work =
        batch.length === 0
          ? this.#send(this.#someKey(), ['EXISTS', this.#someKey()])
          : Promise.all(batch.map(([account, pending]) => this.#charge(account, pending)));
      await this.#withinLimit(work);
      this.#outage.succeeded(performance.now());
    } catch (error) {
      this.#outage.failed(error, performance.now());
    } finally {
      this.#flushing = false;
      this.#hasHeard = false;
    }
  }

  /** Of an account that waits: in a Cluster, others may be answered for by nodes that are well. */
  #someKey(): string {
    const [account = ''] = this.#pending.keys();
    return this.#prefix + account;
  }

  #take(): [string, Pending][] {
    const batch: [string, Pending][] = [];
    for (const entry of this.#pending) {
      if (batch.length === mostAtOnce) break;
      // What is on its way goes first, so that answers come in order.
      if (!this.#sent.has(entry[0])) batch.push(entry);
    }
    for (const [account, { units }] of batch) {
      this.#pending.delete(account);
      this.#sent.set(account, units);
    }
    return batch;
  }

  /** Charges one account there. An answer counts however late it comes. */
  async #charge(account: string, { quota, units }: Pending): Promise<void> {
    try {
      const answer = await this.#runScript(this.#prefix + account, quota, units);
      const left = Number(answer);
      if (typeof answer !== 'string' || !Number.isFinite(left))
        throw new Error(`the store answered ${JSON.stringify(answer)}, not a balance`);
      const owed = this.#pending.get(account)?.units ?? 0;
      this.#buckets.put(account, quota, left - owed, this.#callersNowMs());
    } catch (error) {
      if (notRun.test((error as Error).message)) this.#owe(account, quota, units);
      else this.#lostUnits += units;
      throw error;
    } finally {
      this.#sent.delete(account);
    }
  }

  async #runScript(key: string, quota: Quota, units: number): Promise<unknown> {
    const rest = ['1', key, String(quota.units), String(quota.windowS), String(units)];
    try {
      return await this.#send(key, ['EVALSHA', chargeScriptSha, ...rest]);
    } catch (error) {
      if (!/^NOSCRIPT\b/.test((error as Error).message)) throw error;
      return this.#send(key, ['EVAL', chargeScript, ...rest]);
    }
  }

  #withinLimit(work: Promise<unknown>): Promise<unknown> {
    const { promise, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => reject(new Error(`no answer within ${this.#limitMs} ms`)), this.#limitMs);
    return Promise.race([work, promise]).finally(() => clearTimeout(timer));
  }

  #owe(account: string, quota: Quota, units: number): void {
    const pending = this.#pending.get(account);
    if (pending !== undefined) pending.units += units;
    else if (this.#pending.size < this.#mostPending) this.#pending.set(account, { quota, units });
    else this.#lostUnits += units;
  }

  #hear(nowMs: number): void {
    if (this.#hasHeard) return;
    this.#hasHeard = true;
    this.#nowMs = nowMs;
    this.#heardMs = performance.now();
  }

  #callersNowMs(): number {
    return this.#nowMs + performance.now() - this.#heardMs;
  }
}
