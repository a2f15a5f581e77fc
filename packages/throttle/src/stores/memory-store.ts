import type { Quota } from '../quota/debt-bucket.ts';
import { Buckets } from './buckets.ts';
import type { Store, StoreHealth } from './store.ts';

export interface MemoryStoreOptions {
  /** Accounts kept at most; a million by default, which take about 100 MB. */
  readonly mostAccounts?: number;
}

/** Balances of this process alone: the default, and right for one process. */
export class MemoryStore implements Store {
  readonly name = 'memory';
  readonly #buckets: Buckets;

  constructor({ mostAccounts = 1_000_000 }: MemoryStoreOptions = {}) {
    this.#buckets = new Buckets(mostAccounts);
  }

  remaining(account: string, quota: Quota, nowMs: number): number {
    return this.#buckets.available(account, quota, nowMs);
  }

  reserve(account: string, quota: Quota, units: number, nowMs: number): void {
    this.#buckets.reserve(account, quota, units, nowMs);
  }

  settle(account: string, quota: Quota, reserved: number, cost: number, nowMs: number): void {
    this.#buckets.settle(account, quota, reserved, cost, nowMs);
  }

  charge(account: string, quota: Quota, units: number, nowMs: number): void {
    this.#buckets.charge(account, quota, units, nowMs);
  }

  dearness(account: string): number | undefined {
    return this.#buckets.dearness(account);
  }

  learnDearness(account: string, usedUs: number, averageUs: number): void {
    this.#buckets.learnDearness(account, usedUs, averageUs);
  }

  health(): StoreHealth {
    return { state: 'ok', accounts: this.#buckets.size, evicted: this.#buckets.evicted };
  }

  async close(): Promise<void> {}
}
