import { fullAfterS, type Quota, remainingAt } from '../quota/debt-bucket.ts';
import { BucketRows } from './bucket-rows.ts';

/** Slots looked at for one that can be reused, at each account that comes new. */
const looked = 8;

/** An account's dearness is that of its last sixteen or so measured requests: at each one, the earlier ones count so much less. */
const fading = 15 / 16;

/**
 * The balances of accounts. An account whose quota is whole again is like one that was never seen, so its slot is used for the next; memory follows the accounts that are active. At most
 * `mostAccounts` are kept: beyond, of some that are looked at the one that is whole soonest is dropped.
 */
export class Buckets {
  readonly #mostAccounts: number;
  readonly #slots = new Map<string, number>();
  readonly #accounts: (string | undefined)[] = [];
  readonly #rows = new BucketRows();
  #hand = 0;
  /** The account that was asked for last, and its slot, if it has one: a request asks several times for its own. */
  #newest: string | undefined;
  #newestSlot: number | undefined;
  evicted = 0;

  constructor(mostAccounts: number) {
    this.#mostAccounts = mostAccounts;
  }

  get size(): number {
    return this.#slots.size;
  }

  has(account: string): boolean {
    return this.#slotOf(account) !== undefined;
  }

  available(account: string, quota: Quota, nowMs: number): number {
    const slot = this.#slotOf(account);
    return slot === undefined ? quota.units : this.#left(slot, quota, nowMs) - this.#rows.reserved(slot);
  }

  reserve(account: string, quota: Quota, units: number, nowMs: number): void {
    this.#rows.reserve(this.#slotFor(account, quota, nowMs), units);
  }

  settle(account: string, quota: Quota, reserved: number, cost: number, nowMs: number): void {
    const slot = this.#slotFor(account, quota, nowMs);
    this.#rows.release(slot, reserved);
    this.#charge(slot, quota, cost, nowMs);
  }

  charge(account: string, quota: Quota, units: number, nowMs: number): void {
    this.#charge(this.#slotFor(account, quota, nowMs), quota, units, nowMs);
  }

  /** Takes over a balance from elsewhere. */
  put(account: string, quota: Quota, remaining: number, nowMs: number): void {
    this.#put(this.#slotFor(account, quota, nowMs), quota, Math.min(quota.units, remaining), nowMs);
  }

  dearness(account: string): number | undefined {
    const slot = this.#slotOf(account);
    return slot === undefined ? undefined : this.#rows.dearness(slot);
  }

  learnDearness(account: string, usedUs: number, averageUs: number): void {
    const slot = this.#slotOf(account);
    if (slot !== undefined) this.#rows.learnDearness(slot, usedUs, averageUs, fading);
  }

  #charge(slot: number, quota: Quota, units: number, nowMs: number): void {
    this.#put(slot, quota, Math.min(quota.units, this.#left(slot, quota, nowMs) - units), nowMs);
  }

  #left(slot: number, quota: Quota, nowMs: number): number {
    return remainingAt({ remaining: this.#rows.remaining(slot), atMs: this.#rows.atMs(slot) }, quota, nowMs);
  }

  #put(slot: number, quota: Quota, remaining: number, nowMs: number): void {
    const atMs = Math.max(this.#rows.atMs(slot), nowMs);
    this.#rows.putBalance(slot, remaining, atMs, atMs + fullAfterS(remaining, quota) * 1000);
  }

  #slotOf(account: string): number | undefined {
    if (account === this.#newest) return this.#newestSlot;
    const slot = this.#slots.get(account);
    this.#newest = account;
    this.#newestSlot = slot;
    return slot;
  }

  #slotFor(account: string, quota: Quota, nowMs: number): number {
    const known = this.#slotOf(account);
    if (known !== undefined) return known;
    const slot = this.#freeSlot(nowMs);
    this.#slots.set(account, slot);
    this.#newestSlot = slot;
    this.#accounts[slot] = account;
    this.#rows.begin(slot, quota.units, nowMs);
    return slot;
  }

  #freeSlot(nowMs: number): number {
    const count = this.#accounts.length;
    let wholeFirst = -1;
    for (let look = 0; look < Math.min(looked, count); look++) {
      this.#hand = (this.#hand + 1) % count;
      const slot = this.#hand;
      if (this.#rows.open(slot) > 0) continue;
      if (wholeFirst === -1 || this.#rows.wholeAtMs(slot) < this.#rows.wholeAtMs(wholeFirst)) wholeFirst = slot;
    }
    const isWhole = wholeFirst !== -1 && this.#rows.wholeAtMs(wholeFirst) <= nowMs;
    // Where all that were looked at have requests under way, there is one more account than allowed.
    if (wholeFirst === -1 || (!isWhole && count < this.#mostAccounts)) return count;
    if (!isWhole) this.evicted += 1;
    this.#slots.delete(this.#accounts[wholeFirst] as string);
    return wholeFirst;
  }
}
